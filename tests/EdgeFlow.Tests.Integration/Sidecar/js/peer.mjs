// The official JavaScript SDK as worker and client of the sidecar on the given port.
// Each scenario prints one line "RESULT <name> <json>"; the tests judge it.
import { DaprWorkflowClient, WorkflowRuntime } from "@dapr/dapr";

const port = process.argv[2];
const wanted = process.argv.slice(3);
const address = { daprHost: "127.0.0.1", daprPort: port };
// Times to try one after the other, in seconds, where a scenario has to be faster than a timer.
const longerAndLonger = [1, 10, 40];
const unique = `${process.pid}`;
let flakyCalls = 0;

const add = (_, n) => n + 1;
const square = (_, n) => n * n;
const mirror = (_, text) => text;
const nil = () => undefined;
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
  async *childFanOut(ctx) {
    const children = [1, 2, 3].map((n) => ctx.callChildWorkflow("sequence", n));
    return yield ctx.whenAll(children);
  },
  async *namedChild(ctx, id) {
    return yield ctx.callChildWorkflow("sequence", 7, id);
  },
  async *parentOfWaiting(ctx, id) {
    return yield ctx.callChildWorkflow("event", undefined, id);
  },
  async *race(ctx, seconds) {
    const answer = ctx.waitForExternalEvent("answer");
    const timer = ctx.createTimer(seconds);
    const first = yield ctx.whenAny([answer, timer]);
    return first === timer ? "timer" : `event ${first.getResult()}`;
  },
  async *statuses(ctx) {
    ctx.setCustomStatus("begun");
    yield ctx.callActivity("add", 1);
    ctx.setCustomStatus("done");
    return 1;
  },
  async *mirrored(ctx, text) {
    return yield ctx.callActivity("mirror", text);
  },
  async *nothing(ctx, input) {
    return typeof (yield ctx.callActivity("nil", input));
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
for (const [name, run] of Object.entries({ add, square, mirror, nil, explode, flaky })) runtime.registerActivityWithName(name, run);
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
  childFanOut: simple("childFanOut"),
  statuses: simple("statuses"),
  unicode: async () => show(await (await run("mirrored", "Grüße, 世界 🌍")).end()),
  nothing: simple("nothing"),
  async namedChild() {
    const child = `child-${unique}`;
    const { end } = await run("namedChild", child);
    const parent = show(await end());
    return { parent, child: show(await client.getWorkflowState(child, true)) };
  },
  async race() {
    const silent = await client.scheduleNewWorkflow("race", 0.1, `silent-${unique}`);
    const raised = await client.scheduleNewWorkflow("race", 600, `raised-${unique}`);
    await client.waitForWorkflowStart(raised, true, 60);
    await client.raiseEvent(raised, "answer", "yes");
    return {
      silent: show(await client.waitForWorkflowCompletion(silent, true, 60)),
      raised: show(await client.waitForWorkflowCompletion(raised, true, 60)),
    };
  },
  async later() {
    for (const wait of longerAndLonger) {
      const at = new Date(Date.now() + wait * 1000);
      const id = await client.scheduleNewWorkflow("nothing", undefined, `later-${wait}-${unique}`, at);
      const early = show(await client.getWorkflowState(id, true));
      if (Date.now() >= at.getTime()) continue;
      const end = show(await client.waitForWorkflowCompletion(id, true, 90));
      return { early, end, waited: Date.now() >= at.getTime() };
    }
    throw new Error("the machine is too slow");
  },
  async idInUse() {
    const id = await client.scheduleNewWorkflow("event", undefined, `used-${unique}`);
    try {
      await client.scheduleNewWorkflow("event", undefined, id);
      return { code: 0 };
    } catch (cause) {
      return { code: cause.code };
    } finally {
      await client.terminateWorkflow(id, "");
    }
  },
  async suspendTimer() {
    for (const wait of longerAndLonger) {
      const id = await client.scheduleNewWorkflow("race", wait, `suspended-timer-${wait}-${unique}`);
      await client.waitForWorkflowStart(id, true, 60);
      await client.suspendWorkflow(id);
      const held = await until(id, (state) => state.runtimeStatus === 7 || state.runtimeStatus === 1);
      if (held.runtimeStatus === 1) continue;
      await new Promise((resolve) => setTimeout(resolve, wait * 1000 + 200));
      const still = show(await client.getWorkflowState(id, true));
      await client.resumeWorkflow(id);
      return { still, end: show(await client.waitForWorkflowCompletion(id, true, 60)) };
    }
    throw new Error("the machine is too slow");
  },
  async terminateParent() {
    const child = `waiting-${unique}`;
    const id = await client.scheduleNewWorkflow("parentOfWaiting", child, `terminated-${unique}`);
    await until(child, (state) => state.customStatus === "waiting");
    await client.terminateWorkflow(id, "enough");
    const parent = show(await client.waitForWorkflowCompletion(id, true, 60));
    await client.raiseEvent(child, "go", "alone");
    return { parent, child: show(await client.waitForWorkflowCompletion(child, true, 60)) };
  },
  async purgeRunning() {
    const id = await client.scheduleNewWorkflow("event", undefined, `unpurged-${unique}`);
    try {
      return { refused: !(await client.purgeWorkflow(id)) };
    } catch {
      return { refused: true };
    } finally {
      await client.terminateWorkflow(id, "");
    }
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
