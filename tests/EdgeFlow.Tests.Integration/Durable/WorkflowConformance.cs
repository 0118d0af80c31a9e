using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>What every sidecar must do for our worker and client: one suite, run against each of them.</summary>
public abstract class WorkflowConformance(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private WorkflowWorker? _worker;
    private WorkflowClient? _client;

    protected abstract Uri Address { get; }

    protected abstract string? Missing { get; }

    /// <summary>Why the sidecar sends no events between instances; null when it does.</summary>
    protected virtual string? NoSendEvent => null;

    /// <summary>A way to the sidecar that needs no network; null for gRPC to <see cref="Address"/>.</summary>
    protected virtual IWorkflowTransport? Transport() => null;

    private WorkflowClient Client
    {
        get
        {
            Skip.If(Missing is not null, Missing);
            return _client!;
        }
    }

    public async Task InitializeAsync()
    {
        if (Missing is null)
        {
            _client = new WorkflowClient(new ClientOptions
            {
                Address = Address, AppId = "conformance", Transport = Transport(),
            });
            _worker = await StartWorker();
        }
    }

    public async Task DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
            await _client!.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task Chain_TenSteps_CompletesWithTheirSum()
    {
        var state = await Run(nameof(ConformanceWorkflows.Chain), 10);

        Assert.Equal(55, state.ReadOutput<int>());
        Assert.Equal("10 of 10", state.ReadCustomStatus<string>());
        var history = await Client.History(state.InstanceId);
        Assert.Equal(10, history.Count(e => e.TaskCompleted is not null));
    }

    [SkippableFact]
    public async Task FanOut_FiftyAtOnce_CompletesWithAllResults()
    {
        var state = await Run(nameof(ConformanceWorkflows.FanOut), 50);

        Assert.Equal(Enumerable.Range(1, 50), state.ReadOutput<int[]>());
    }

    [SkippableFact]
    public async Task Timer_AgainstAnEndlessWait_FiresInTime()
    {
        var state = await Run(nameof(ConformanceWorkflows.TimerRace), 300);

        Assert.Equal("timer", state.ReadOutput<string>());
        var took = (state.CompletedAt ?? state.UpdatedAt) - state.CreatedAt;
        Assert.True(took >= TimeSpan.FromMilliseconds(290), $"it took {took}");
    }

    [SkippableFact]
    public async Task Events_BeforeAndAfterTheWait_ComeInOrder()
    {
        var id = await Schedule(nameof(ConformanceWorkflows.ThreeEvents));
        await Client.WaitForStart(id, Patience);
        foreach (var text in new[] { "a", "b", "c" })
        {
            await Client.RaiseEvent(id, "GO", text);
        }

        Assert.Equal("abc", (await Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
    }

    [SkippableFact]
    public async Task Retry_ActivityFailsTwice_CompletesWithTheThirdAttempt()
    {
        var state = await Run(nameof(ConformanceWorkflows.Flaky), 2);

        Assert.Equal(3, state.ReadOutput<int>());
    }

    [SkippableFact]
    public async Task Failure_OfAnActivity_FailsTheInstanceWithItsType()
    {
        var state = await Run(nameof(ConformanceWorkflows.Flaky), 100);

        Assert.Equal(InstanceStatus.Failed, state.Status);
        Assert.Equal("Acme.Flaky", state.Failure!.ErrorType);
    }

    [SkippableFact]
    public async Task Children_OneCompletesAndOneFails_AreSeenByTheParent()
    {
        var state = await Run(nameof(ConformanceWorkflows.Parent));

        Assert.Equal("6 Acme.Flaky", state.ReadOutput<string>());
    }

    [SkippableFact]
    public async Task ContinueAsNew_WithKeptEvents_CountsThemAll()
    {
        var id = await Schedule(nameof(ConformanceWorkflows.Counter), 0);
        await Client.WaitForStart(id, Patience);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Client.RaiseEvent(id, "more", 1)));

        Assert.Equal(5, (await Client.WaitForCompletion(id, Patience)).ReadOutput<int>());
    }

    [SkippableFact]
    public async Task Suspend_WhileAnEventComes_HoldsItUntilResumed()
    {
        var id = await Schedule(nameof(ConformanceWorkflows.OneEvent));
        await Client.WaitForStart(id, Patience);
        await Client.Suspend(id, "a test");
        await Until(id, InstanceStatus.Suspended);
        await Client.RaiseEvent(id, "go", "x");
        await Assert.ThrowsAsync<TimeoutException>(
            () => Client.WaitForCompletion(id, TimeSpan.FromMilliseconds(500)));

        await Client.Resume(id, "a test");

        Assert.Equal("x", (await Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
    }

    [SkippableFact]
    public async Task Terminate_RunningInstance_EndsItAndPurgeDeletesIt()
    {
        var id = await Schedule(nameof(ConformanceWorkflows.OneEvent));
        await Client.WaitForStart(id, Patience);
        await Client.Terminate(id, "enough");

        var state = await Client.WaitForCompletion(id, Patience);
        Assert.Equal(InstanceStatus.Terminated, state.Status);
        Assert.Equal("\"enough\"", state.Output);
        Assert.Equal(1, (await Client.Purge(id)).DeletedCount);
        Assert.Null(await Client.Get(id));
    }

    [SkippableFact]
    public async Task SendEvent_ToAnotherInstance_ReachesIt()
    {
        Skip.If(NoSendEvent is not null, NoSendEvent);
        var receiver = await Schedule(nameof(ConformanceWorkflows.OneEvent));
        await Client.WaitForStart(receiver, Patience);

        await Run(nameof(ConformanceWorkflows.Sender), receiver);

        Assert.Equal("hello", (await Client.WaitForCompletion(receiver, Patience)).ReadOutput<string>());
    }

    [SkippableFact]
    public async Task UnknownNames_OfWorkflowAndActivity_FailClearly()
    {
        var workflow = await Run("nowhere");
        var activity = await Run(nameof(ConformanceWorkflows.CallsUnknown));

        Assert.Equal("WorkflowNotRegistered", workflow.Failure!.ErrorType);
        Assert.Equal("ActivityNotRegistered", activity.Failure!.ErrorType);
    }

    [SkippableFact]
    public async Task Worker_ReplacedInTheMiddle_GoesOnWithTheInstance()
    {
        var id = await Schedule(nameof(ConformanceWorkflows.ThreeEvents));
        await Client.WaitForStart(id, Patience);
        await Client.RaiseEvent(id, "go", "a");
        await _worker!.DisposeAsync();

        _worker = await StartWorker();
        await Eventually(async () =>
        {
            await Client.RaiseEvent(id, "go", "b");
            return true;
        });
        await Client.RaiseEvent(id, "go", "c");

        Assert.Equal("abc", (await Client.WaitForCompletion(id, Patience)).ReadOutput<string>());
    }

    private async Task<InstanceState> Run(string name, object? input = null)
    {
        var id = await Schedule(name, input);
        return await Client.WaitForCompletion(id, Patience);
    }

    private Task<string> Schedule(string name, object? input = null) =>
        Eventually(() => Client.Schedule(name, input));

    // A Dapr sidecar takes a moment to notice that a worker has come or gone, and refuses calls meanwhile.
    private static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (GrpcException notYet) when (notYet.IsRetriable)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private async Task Until(string id, InstanceStatus status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await Client.Get(id, cancel: patience.Token))?.Status != status)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<WorkflowWorker> StartWorker()
    {
        var worker = new WorkflowWorker(
            new WorkerOptions { Address = Address, AppId = "conformance", Transport = Transport() },
            new TestLogger(output));
        ConformanceWorkflows.AddTo(worker);
        _ = worker.Run(default);
        await worker.Ready.WaitAsync(Patience);
        return worker;
    }

    private sealed class TestLogger(ITestOutputHelper output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            output.WriteLine($"{logLevel} {formatter(state, exception)} {exception?.Message}");
    }
}
