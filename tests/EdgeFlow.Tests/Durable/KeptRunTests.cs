using EdgeFlow.Durable;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Durable.Worker;
using Xunit;

namespace EdgeFlow.Tests.Durable;

/// <summary>When a worker goes on with a run that it kept, and when it replays instead.</summary>
public sealed class KeptRunTests
{
    [Fact]
    public async Task Run_TurnContinuesTheLastAnswer_ReplaysNothing()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        var begun = 0;
        await using var worker = Start(sidecar.Options(), () => begun++);
        await First(sidecar);

        sidecar.Give(Second(continues: "token"));
        var outcome = await sidecar.Outcome<WorkflowResponse>();

        Assert.Equal("42", Assert.Single(outcome.Actions).CompleteWorkflow.Result);
        Assert.Equal(1, begun);
    }

    [Theory]
    [InlineData("another", 4096)]
    [InlineData("token", 0)]
    public async Task Run_KeptRunIsNotThePast_FetchesAndReplaysIt(string continues, int maxKeptRuns)
    {
        await using var sidecar = await ScriptedSidecar.Start();
        var begun = 0;
        await using var worker = Start(sidecar.Options() with { MaxKeptRuns = maxKeptRuns }, () => begun++);
        await First(sidecar);
        sidecar.History.Events.Add(Started());
        sidecar.History.Events.Add(new HistoryEvent { EventId = 1, TaskScheduled = new() { Name = "step" } });

        sidecar.Give(Second(continues));
        var outcome = await sidecar.Outcome<WorkflowResponse>();

        Assert.Equal("42", Assert.Single(outcome.Actions).CompleteWorkflow.Result);
        Assert.Equal(2, begun);
    }

    [Fact]
    public void Keep_Full_DropsTheRunThatWaitedLongest()
    {
        var registry = new WorkflowRegistry([], "app-1", new Payloads(null));
        var kept = new KeptRuns(capacity: 2);
        Array.ForEach(["a", "b", "a", "c"], id => kept.Keep(new InstanceReplay(id, registry), $"token-{id}"));

        Assert.Null(kept.Take("b", "token-b"));
        Assert.NotNull(kept.Take("a", "token-a"));
        Assert.NotNull(kept.Take("c", "token-c"));
        Assert.Null(kept.Take("c", "token-c"));
    }

    private static WorkflowWorker Start(WorkerOptions options, Action begin)
    {
        var worker = new WorkflowWorker(options).AddWorkflow<OneStep, int, int>("one-step", () =>
        {
            begin();
            return new OneStep();
        });
        _ = worker.Run(default);
        return worker;
    }

    private static async Task First(ScriptedSidecar sidecar)
    {
        var turn = new WorkflowRequest { InstanceId = "job-1" };
        turn.NewEvents.Add(Started());
        sidecar.Give(turn);
        Assert.Equal("step", Assert.Single((await sidecar.Outcome<WorkflowResponse>()).Actions).ScheduleTask.Name);
    }

    private static WorkflowRequest Second(string continues)
    {
        var turn = new WorkflowRequest
        {
            InstanceId = "job-1", Continues = continues, RequiresHistoryStreaming = true,
        };
        turn.NewEvents.Add(new HistoryEvent { TaskCompleted = new() { TaskScheduledId = 1, Result = "41" } });
        return turn;
    }

    private static HistoryEvent Started() =>
        new() { ExecutionStarted = new() { Name = "one-step", Input = "1" } };

    private sealed class OneStep : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input) =>
            await context.CallActivity<int>("step", input) + 1;
    }
}
