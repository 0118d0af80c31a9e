// The baseline DBOS: a workflow of STEPS durable steps, COUNT times, CONCURRENCY at once, on the PostgreSQL of DATABASE_URL.
// Prints one JSON line: workflows a second and the latency of a step.
import { DBOS } from '@dbos-inc/dbos-sdk';

const steps = Number(process.env.STEPS ?? 10);
const count = Number(process.env.COUNT ?? 200);
const concurrency = Number(process.env.CONCURRENCY ?? 32);

const workflow = DBOS.registerWorkflow(
  async (input) => {
    let value = input;
    for (let i = 0; i < steps; i++) {
      value = await DBOS.runStep(async () => value + 1, { name: `step${i}` });
    }
    return value;
  },
  { name: 'tenSteps' },
);

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.env.DATABASE_URL, logLevel: 'error', runAdminServer: false });
await DBOS.launch();

async function run(total) {
  const latencies = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (next < total) {
      const input = next++;
      const began = performance.now();
      const handle = await DBOS.startWorkflow(workflow)(input);
      const result = await handle.getResult();
      if (result !== input + steps) throw new Error(`workflow ${input} returned ${result}`);
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
await DBOS.shutdown();
process.exit(0);
