// The baseline Restate: a service whose handler makes STEPS durable steps, called COUNT times, CONCURRENCY at once.
// Expects a restate-server at INGRESS/ADMIN. Prints one JSON line: workflows a second and the latency of a step.
import * as restate from '@restatedev/restate-sdk';

const steps = Number(process.env.STEPS ?? 10);
const count = Number(process.env.COUNT ?? 400);
const concurrency = Number(process.env.CONCURRENCY ?? 32);
const { INGRESS, ADMIN, PORT } = process.env;

const service = restate.service({
  name: 'bench',
  handlers: {
    tenSteps: async (context, input) => {
      let value = input;
      for (let i = 0; i < steps; i++) {
        value = await context.run(`step${i}`, async () => value + 1);
      }
      return value;
    },
  },
});
await restate.serve({ services: [service], port: Number(PORT) });

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

await post(`${ADMIN}/deployments`, { uri: `http://127.0.0.1:${PORT}`, force: true });

async function run(total) {
  const latencies = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (next < total) {
      const input = next++;
      const began = performance.now();
      const result = await post(`${INGRESS}/bench/tenSteps`, input);
      if (result !== input + steps) throw new Error(`call ${input} returned ${result}`);
      latencies.push((performance.now() - began) / steps);
    }
  }));
  return { seconds: (performance.now() - started) / 1000, latencies };
}

await run(concurrency); // warm-up
const { seconds, latencies } = await run(count);
latencies.sort((a, b) => a - b);
const at = (q) => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))];
console.log(JSON.stringify({ workflowsPerSecond: count / seconds, stepP50Ms: at(0.5), stepP99Ms: at(0.99) }));
process.exit(0);
