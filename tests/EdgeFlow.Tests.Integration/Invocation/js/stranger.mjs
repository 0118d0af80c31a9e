// A foreign application: the official JavaScript client submits a job of EdgeFlow through its own sidecar and watches
// it. Prints one line "RESULT <json>"; the test judges it.
import { DaprClient, HttpMethod } from "@dapr/dapr";

const [daprPort, manifest, job] = process.argv.slice(2);
const client = new DaprClient({ daprHost: "127.0.0.1", daprPort });
const call = (method, path, body) => client.invoker.invoke("edgeflow", path, method, body);

const declared = await call(HttpMethod.POST, "v1/applications", JSON.parse(manifest));
const submitted = await call(HttpMethod.POST, "v1/jobs", { application: declared.name, job });

const types = [];
const url = `http://127.0.0.1:${daprPort}/v1.0/invoke/edgeflow/method/v1/jobs/${job}/watch`;
const watch = await fetch(url, { headers: { accept: "text/event-stream" } });
const decoder = new TextDecoder();
let text = "";
for await (const chunk of watch.body) {
  text += decoder.decode(chunk, { stream: true });
  const lines = text.split("\n");
  text = lines.pop();
  types.push(...lines.filter((line) => line.startsWith("event: ")).map((line) => line.slice(7)));
  if (types.includes("job_completed")) break;
}

const view = await call(HttpMethod.GET, `v1/jobs/${job}`);
const results = await call(HttpMethod.GET, `v1/jobs/${job}/results?limit=1000`);
let refusal;
try {
  await call(HttpMethod.GET, "v1/jobs/nobody");
} catch (error) {
  refusal = JSON.parse(error.message);
}

console.log(`RESULT ${JSON.stringify({
  submitted: submitted.job, status: view.status, types, frames: results.items.map((item) => item.frame), refusal,
})}`);
process.exit(0);
