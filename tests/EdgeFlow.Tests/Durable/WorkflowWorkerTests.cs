using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class WorkflowWorkerTests
{
    private static readonly TimeSpan Patience = ScriptedSidecar.Patience;

    [Fact]
    public async Task Run_ActivityItem_IsRunAndAnsweredWithItsToken()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        await using var worker = new WorkflowWorker(sidecar.Options()).AddActivity<int, string>(
            "double", (context, n, _) => Task.FromResult($"{context.InstanceId} {context.TaskExecutionId} {n * 2}"));
        _ = worker.Run(default);
        await worker.Ready.WaitAsync(Patience);

        sidecar.Give("double", taskId: 7, input: "21");
        var outcome = await sidecar.Outcome<ActivityResponse>();

        Assert.Equal(("job-1", 7, "token-7"), (outcome.InstanceId, outcome.TaskId, outcome.CompletionToken));
        Assert.Equal("\"job-1 execution-7 42\"", outcome.Result);
    }

    [Fact]
    public async Task Run_FailingUnknownAndMisfedActivities_AreAnsweredWithTheirFailures()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        await using var worker = new WorkflowWorker(sidecar.Options())
            .AddActivity<int, int>("final", (_, _, _) => throw new NonRetriableException("no", "Acme.No"))
            .AddActivity<int, int>("again", (_, _, _) => throw new TimeoutException("slow", new IOException("disk")));
        _ = worker.Run(default);

        sidecar.Give("final");
        var final = (await sidecar.Outcome<ActivityResponse>()).FailureDetails;
        sidecar.Give("again");
        var again = (await sidecar.Outcome<ActivityResponse>()).FailureDetails;
        sidecar.Give("other");
        var other = (await sidecar.Outcome<ActivityResponse>()).FailureDetails;
        sidecar.Give("again", input: "\"text\"");
        var misfed = (await sidecar.Outcome<ActivityResponse>()).FailureDetails;

        Assert.Equal(("Acme.No", "no", true), (final.ErrorType, final.ErrorMessage, final.IsNonRetriable));
        Assert.Equal(("System.TimeoutException", false), (again.ErrorType, again.IsNonRetriable));
        Assert.Equal("disk", again.InnerFailure.ErrorMessage);
        Assert.Equal(("ActivityNotRegistered", true), (other.ErrorType, other.IsNonRetriable));
        Assert.StartsWith("the input of activity 'again' is no Int32", misfed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutcomeRefusedForNow_IsOfferedAgain()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        sidecar.Refuse = (3, GrpcStatus.Unavailable);
        await using var worker = Echo(sidecar.Options());
        _ = worker.Run(default);

        sidecar.Give("echo", input: "5");

        Assert.Equal("5", (await sidecar.Outcome<ActivityResponse>()).Result);
        Assert.Equal(4, sidecar.Refusals);
    }

    [Fact]
    public async Task Run_OutcomeRefusedForGoodOrTooOften_IsGivenUpAndTheWorkerGoesOn()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        sidecar.Refuse = (3, GrpcStatus.Aborted);
        await using var worker = Echo(sidecar.Options() with { MaxCompletionAttempts = 3 });
        _ = worker.Run(default);

        sidecar.Give("echo", taskId: 1, input: "1");
        await Until(() => sidecar.Refusals == 3);
        sidecar.Give("echo", taskId: 2, input: "2");

        Assert.Equal(2, (await sidecar.Outcome<ActivityResponse>()).TaskId);
    }

    [Fact]
    public async Task Run_StreamCutAndSidecarRestarted_GoesOnWithANewStream()
    {
        var sidecar = await ScriptedSidecar.Start();
        var port = sidecar.Address.Port;
        await using var worker = Echo(sidecar.Options());
        _ = worker.Run(default);
        sidecar.Give(new WorkItem { CompletionToken = "cut" });
        sidecar.Give(new WorkItem());
        sidecar.Give("echo", input: "1");
        Assert.Equal("1", (await sidecar.Outcome<ActivityResponse>()).Result);
        Assert.Equal(2, sidecar.Streams);
        await sidecar.DisposeAsync();

        await using var restarted = await ScriptedSidecar.Start(port);
        restarted.Give("echo", input: "2");

        // The first outcome comes again when its answer was lost in the restart: outcomes are sent at least once.
        var outcome = await restarted.Outcome<ActivityResponse>();
        outcome = outcome.Result == "1" ? await restarted.Outcome<ActivityResponse>() : outcome;
        Assert.Equal("2", outcome.Result);
    }

    [Fact]
    public async Task Run_Cancelled_LetsARunningActivityEndAndSendsItsOutcome()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var worker = new WorkflowWorker(sidecar.Options()).AddActivity<int, int>("slow", async (_, n, _) =>
        {
            started.TrySetResult();
            await go.Task;
            return n;
        });
        using var stop = new CancellationTokenSource();
        var running = worker.Run(stop.Token);
        sidecar.Give("slow", input: "3");
        await started.Task.WaitAsync(Patience);

        await stop.CancelAsync();
        Assert.False(running.IsCompleted);
        go.SetResult();
        await running.WaitAsync(Patience);

        Assert.Equal("3", (await sidecar.Outcome<ActivityResponse>()).Result);
    }

    [Fact]
    public async Task Run_ActivityOutlastsTheDrain_IsCancelledAndNotAnswered()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        var started = new TaskCompletionSource();
        var worker = new WorkflowWorker(sidecar.Options() with { DrainTimeout = TimeSpan.FromMilliseconds(20) });
        worker.AddActivity<int, int>("endless", async (_, n, cancel) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return n;
        });
        _ = worker.Run(default);
        sidecar.Give("endless");
        await started.Task.WaitAsync(Patience);

        await worker.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.Equal(0, sidecar.Refusals);
    }

    [Fact]
    public async Task Run_MoreActivitiesThanTheLimit_RunsNoMoreAtOnce()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        var (running, most) = (0, 0);
        var options = sidecar.Options() with { MaxConcurrentActivities = 3, MaxQueuedItems = 2 };
        await using var worker = new WorkflowWorker(options).AddActivity<int, int>("count", async (_, n, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return n;
        });
        _ = worker.Run(default);

        Enumerable.Range(1, 100).ToList().ForEach(id => sidecar.Give("count", id));
        var ids = new HashSet<int>();
        while (ids.Count < 100)
        {
            ids.Add((await sidecar.Outcome<ActivityResponse>()).TaskId);
        }

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Run_HistoryLeftOutOfTheTurn_IsFetched()
    {
        await using var sidecar = await ScriptedSidecar.Start();
        await using var worker = new WorkflowWorker(sidecar.Options())
            .AddWorkflow<OneStep, int, int>("one-step", () => new OneStep());
        _ = worker.Run(default);
        sidecar.History.Events.Add(new HistoryEvent { ExecutionStarted = new() { Name = "one-step", Input = "1" } });
        sidecar.History.Events.Add(new HistoryEvent { EventId = 1, TaskScheduled = new() { Name = "step" } });
        var turn = new WorkflowRequest { InstanceId = "job-1", RequiresHistoryStreaming = true };
        turn.NewEvents.Add(new HistoryEvent { TaskCompleted = new() { TaskScheduledId = 1, Result = "41" } });

        sidecar.Give(turn);
        var outcome = await sidecar.Outcome<WorkflowResponse>();

        Assert.Equal("token", outcome.CompletionToken);
        Assert.Equal("42", Assert.Single(outcome.Actions).CompleteWorkflow.Result);
    }

    [Fact]
    public void AddActivity_NameTaken_IsRefused()
    {
        var worker = Echo(new WorkerOptions { Address = new Uri("http://127.0.0.1:1") });

        Assert.Throws<InvalidOperationException>(() =>
            worker.AddActivity<int, int>("echo", (_, n, _) => Task.FromResult(n)));
    }

    [Theory]
    [InlineData("10.0.0.1:50001", "http://10.0.0.1:50001/")]
    [InlineData("sidecar:443?tls=true", "https://sidecar/")]
    [InlineData("https://sidecar:4", "https://sidecar:4/")]
    public void Parse_EndpointOfTheEnvironment_IsAnAddress(string endpoint, string expected) =>
        Assert.Equal(expected, SidecarAddress.Parse(endpoint).ToString());

    private static WorkflowWorker Echo(WorkerOptions options) =>
        new WorkflowWorker(options).AddActivity<int, int>("echo", (_, n, _) => Task.FromResult(n));

    private static async Task Until(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed class OneStep : Workflow<int, int>
    {
        public override async Task<int> Run(WorkflowContext context, int input) =>
            input + await context.CallActivity<int>("step");
    }
}
