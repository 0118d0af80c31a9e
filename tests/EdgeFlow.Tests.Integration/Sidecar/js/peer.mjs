// The official JavaScript SDK as worker and client of the sidecar on the given port.
// Each scenario prints one line "RESULT <name> <json>"; the tests judge it.
import { DaprWorkflowClient, WorkflowRuntime } from "@dapr/dapr";

const port = process.argv[2];
const wanted = process.argv.slice(3);
const address = { daprHost: "127.0.0.1", daprPort: port };
const unique = `${process.pid}`;
let flakyCalls = 0;

const add = (_, n) => n + 1;
const square = (_, n) => n * n;
const explode = () => { throw new Error("the boiler burst"); };
const flaky = () => {
  flakyCalls += 1;
  if (flakyCalls < 3) throw new Error(`try ${flakyCalls}`);
  return flakyCalls;
};

const workflows = {
  async *sequence(ctx, n) {
    for (let i = 0; i < 10; i++) n = yield ctx.callActivity("add", n);
    return n;
  },
  async *fanOut(ctx, count) {
    const tasks = [];
    for (let i = 1; i <= count; i++) tasks.push(ctx.callActivity("square", i));
    const results = yield ctx.whenAll(tasks);
    return results.reduce((sum, value) => sum + value, 0);
  },
  async *timer(ctx) {
    const before = ctx.getCurrentUtcDateTime().getTime();
    yield ctx.createTimer(0.3);
    return ctx.getCurrentUtcDateTime().getTime() - before;
  },
  async *event(ctx) {
    ctx.setCustomStatus("waiting");
    const text = yield ctx.waitForExternalEvent("go");
    return `got ${text}`;
  },
  async *parent(ctx, n) {
    return yield ctx.callChildWorkflow("sequence", n);
  },
  async *parentOfFailing(ctx) {
    try {
      yield ctx.callChildWorkflow("failing");
    } catch (cause) {
      return `caught ${cause.message}`;
    }
  },
  async *again(ctx, n) {
    yield ctx.callActivity("add", n);
    if (n < 4) return ctx.continueAsNew(n + 1, true);
    return n;
  },
  async *collect(ctx, state) {
    const item = yield ctx.waitForExternalEvent("item");
    const all = [...(state ?? []), item];
    if (all.length < 5) return ctx.continueAsNew(all, true);
    return all;
  },
  async *failing(ctx) {
    yield ctx.callActivity("explode");
  },
  async *retrying(ctx) {
    for (let attempt = 1; ; attempt++) {
      try {
        return yield ctx.callActivity("flaky");
      } catch (cause) {
        if (attempt === 5) throw cause;
        yield ctx.createTimer(0.05);
      }
    }
  },
};

const runtime = new WorkflowRuntime(address);
for (const [name, run] of Object.entries(workflows)) runtime.registerWorkflowWithName(name, run);
for (const [name, run] of Object.entries({ add, square, explode, flaky })) runtime.registerActivityWithName(name, run);
const client = new DaprWorkflowClient(address);

async function run(workflow, input) {
  const id = await client.scheduleNewWorkflow(workflow, input, `${workflow}-${unique}`);
  return { id, end: () => client.waitForWorkflowCompletion(id, true, 30) };
}

const show = (state) => ({
  status: state.runtimeStatus,
  output: state.serializedOutput,
  custom: state.customStatus,
  failure: state.workflowFailureDetails?.getErrorMessage?.(),
});

async function until(id, holds) {
  for (let i = 0; i < 600; i++) {
    const state = await client.getWorkflowState(id, true);
    if (state && holds(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the condition on ${id} did not come true`);
}

const simple = (workflow, input) => async () => show(await (await run(workflow, input)).end());

const scenarios = {
  sequence: simple("sequence", 5),
  fanOut: simple("fanOut", 30),
  timer: simple("timer"),
  parent: simple("parent", 7),
  parentOfFailing: simple("parentOfFailing"),
  again: simple("again", 1),
  failing: simple("failing"),
  retrying: simple("retrying"),
  async event() {
    const { id, end } = await run("event");
    const waiting = await until(id, (state) => state.customStatus === "waiting");
    await client.raiseEvent(id, "Go", "home");
    return { before: show(waiting), after: show(await end()) };
  },
  async collect() {
    const { id, end } = await run("collect");
    for (let i = 1; i <= 5; i++) await client.raiseEvent(id, "item", i);
    return show(await end());
  },
  async suspend() {
    const id = await client.scheduleNewWorkflow("event", undefined, `suspend-${unique}`);
    await until(id, (state) => state.customStatus === "waiting");
    await client.suspendWorkflow(id);
    const held = await until(id, (state) => state.runtimeStatus === 7);
    await client.raiseEvent(id, "go", "later");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const still = await client.getWorkflowState(id, true);
    await client.resumeWorkflow(id);
    const end = await client.waitForWorkflowCompletion(id, true, 30);
    return { held: show(held), still: show(still), end: show(end) };
  },
  async terminate() {
    const id = await client.scheduleNewWorkflow("event", undefined, `terminate-${unique}`);
    await client.waitForWorkflowStart(id, true, 30);
    await client.terminateWorkflow(id, "enough");
    return show(await client.waitForWorkflowCompletion(id, true, 30));
  },
  async purge() {
    const { id, end } = await run("fanOut", 2);
    await client.waitForWorkflowCompletion(id, true, 30);
    await end();
    const purged = await client.purgeWorkflow(id);
    const gone = await client.getWorkflowState(id, true);
    return { purged, gone: gone === undefined };
  },
  async unknownEvent() {
    try {
      await client.raiseEvent("nobody", "go", 1);
      return { code: 0 };
    } catch (cause) {
      return { code: cause.code };
    }
  },
};

await runtime.start();
for (const name of wanted) {
  try {
    console.log(`RESULT ${name} ${JSON.stringify(await scenarios[name]())}`);
  } catch (cause) {
    console.log(`RESULT ${name} ${JSON.stringify({ error: String(cause) })}`);
  }
}
await client.stop();
await runtime.stop();
process.exit(0);
