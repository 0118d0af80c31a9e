// An application of another language behind a sidecar of its own: a stage that puts each text into brackets. Of every
// frame it refuses the first two calls, and it says how often it was called.
import { createServer } from "node:http";

const port = Number(process.argv[2]);
const calls = new Map();
const failures = 2;

const read = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
};

const server = createServer(async (request, response) => {
  const body = await read(request);
  if (request.method === "GET" && request.url === "/calls") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(Object.fromEntries(calls)));
    return;
  }

  if (request.method !== "POST") {
    // The sidecar asks whether there are subscriptions and settings.
    response.statusCode = 404;
    response.end();
    return;
  }

  const frame = request.headers["edgeflow-frame-id"];
  const count = (calls.get(frame) ?? 0) + 1;
  calls.set(frame, count);
  if (request.url !== "/stages/bracket?depth=1" || count <= failures) {
    response.statusCode = 503;
    response.end("not yet");
    return;
  }

  const text = /name="?text"?[^]*?\r\n\r\n([^]*?)\r\n--/.exec(body)[1];
  const boundary = "answer";
  response.setHeader("content-type", `multipart/form-data; boundary=${boundary}`);
  response.end(`--${boundary}\r\ncontent-disposition: form-data; name="text"\r\n`
    + `content-type: text/plain\r\n\r\n[${text}]\r\n--${boundary}--\r\n`);
});
server.listen(port, "127.0.0.1", () => console.log("READY"));
