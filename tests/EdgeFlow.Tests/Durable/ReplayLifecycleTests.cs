using EdgeFlow.Durable;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class ReplayLifecycleTests
{
    [Fact]
    public void WaitForEvent_EventsBeforeTheWait_AreKeptInOrderWhateverTheirCase()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
        {
            await context.CallActivity("slow");
            return await context.WaitForEvent<string>("Go") + await context.WaitForEvent<string>("go")
                + await context.WaitForEvent<string>("GO");
        });
        run.Begin();
        run.Turn(run.Raised("gO", "a"), run.Raised("other"), run.Raised("go", "b"));
        Assert.Empty(run.Turn(run.Done(1)).Actions);

        run.Turn(run.Raised("Go", "c"));

        Assert.Equal("\"abc\"", run.End!.Result);
    }

    [Fact]
    public void WaitForEvent_Timeout_ThrowsAndLeavesALaterEventToTheNextWait()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
        {
            await Assert.ThrowsAsync<TimeoutException>(
                () => context.WaitForEvent<string>("go", TimeSpan.FromMinutes(1)));
            return await context.WaitForEvent<string>("go", TimeSpan.FromMinutes(1));
        });
        Assert.Equal("go", Assert.Single(run.Begin().Actions).CreateTimer.ExternalEvent.Name);
        Assert.Equal(2, Assert.Single(run.Turn(RecordedRun.Fired(1)).Actions).Id);

        run.Turn(run.Raised("go", "late"));

        Assert.Equal("\"late\"", run.End!.Result);
    }

    [Fact]
    public void ContinueAsNew_EventsThatNobodyTook_AreCarriedOver()
    {
        var run = RecordedRun.Of<int, int>(async (context, n) =>
        {
            await context.WaitForEvent<int>("go");
            context.SendEvent("job-2", "seen", n);
            _ = context.CallActivity("forgotten");
            context.ContinueAsNew(n + 1);
            return 0;
        });
        run.Begin(5);

        var actions = run.Turn(
            run.Raised("b", 1), run.Raised("go", 2), run.Raised("a", 3), run.Raised("go", 4)).Actions;

        Assert.Equal(["seen"], actions.Where(a => a.SendEvent is not null).Select(a => a.SendEvent.Name));
        Assert.Null(actions.FirstOrDefault(a => a.ScheduleTask is not null));
        Assert.Equal(OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
        Assert.Equal("6", run.End.Result);
        Assert.Equal(["b", "a", "go"], run.End.CarryoverEvents.Select(e => e.EventRaised.Name));
    }

    [Fact]
    public void NumberStepsFrom_BeforeTheFirstStep_IsWhereNumbersBegin()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
        {
            context.NumberStepsFrom(8193);
            await context.CallActivity("a");
            return await context.CallActivity<string>("b");
        });
        Assert.Equal(8193, Assert.Single(run.Begin().Actions).Id);
        Assert.Equal(8194, Assert.Single(run.Turn(run.Done(8193, null)).Actions).Id);

        run.Turn(run.Done(8194, "x"));

        Assert.Equal("\"x\"", run.End!.Result);
    }

    [Fact]
    public void NumberStepsFrom_AfterAStep_FailsTheRun()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            var begun = context.CallActivity<int>("a");
            context.NumberStepsFrom(100);
            return await begun;
        });
        run.Begin();

        Assert.Equal(OrchestrationStatus.Failed, run.End!.WorkflowStatus);
        Assert.Contains("has some", run.End.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void ContinueAsNew_WithoutKeepEvents_CarriesNothing()
    {
        var run = RecordedRun.Of<int, int>((context, _) =>
        {
            context.ContinueAsNew(keepEvents: false);
            return Task.FromResult(0);
        });

        run.Begin();
        run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            await context.WaitForEvent<int>("go");
            context.ContinueAsNew(keepEvents: false);
            return 0;
        });
        run.Begin();
        run.Turn(run.Raised("a"), run.Raised("go"));

        Assert.Empty(run.End!.CarryoverEvents);
    }

    [Fact]
    public void Suspend_CompletionsMeanwhile_AreHeldUntilResumed()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
            await context.CallActivity<string>("a") + await context.WaitForEvent<string>("go"));
        run.Begin();
        Assert.Empty(run.Turn(new HistoryEvent { ExecutionSuspended = new() }).Actions);
        Assert.Empty(run.Turn(run.Done(1, "x"), run.Raised("go", "y")).Actions);

        run.Turn(new HistoryEvent { ExecutionResumed = new() });

        Assert.Equal("\"xy\"", run.End!.Result);
    }

    [Fact]
    public void Terminate_WhileSuspended_EndsWithItsOutput()
    {
        var run = RecordedRun.Of<int, string>((context, _) => context.CallActivity<string>("a"));
        run.Begin();
        run.Turn(new HistoryEvent { ExecutionSuspended = new() });

        run.Turn(new HistoryEvent { ExecutionTerminated = new() { Input = "\"enough\"" } });

        Assert.Equal(OrchestrationStatus.Terminated, run.End!.WorkflowStatus);
        Assert.Equal("\"enough\"", run.End.Result);
    }

    [Fact]
    public void SetCustomStatus_ReplayedTurn_IsSentAgain()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            context.SetCustomStatus(new { Done = 1 });
            await context.CallActivity("a");
            await context.CallActivity("b");
            return 0;
        });
        Assert.Equal("{\"done\":1}", run.Begin().CustomStatus);

        Assert.Equal("{\"done\":1}", run.Turn(run.Done(1)).CustomStatus);
    }

    [Fact]
    public void Retry_FailuresOfTheNamedTypes_AreTriedAgainAfterGrowingTimers()
    {
        var policy = new RetryPolicy(
            4, TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(40), OnlyErrorTypes: ["Boom"]);
        var run = RecordedRun.Of<int, string>((context, _) =>
            context.CallActivity<string>("a", 1, new ActivityOptions { Retry = policy }));
        var first = Assert.Single(run.Begin().Actions).ScheduleTask;
        var waits = new List<double>();
        for (var id = 1; id < 7; id += 2)
        {
            var timer = Assert.Single(run.Turn(RecordedRun.Failed(id, "Acme.Boom")).Actions).CreateTimer;
            Assert.Equal(first.TaskExecutionId, timer.ActivityRetry.TaskExecutionId);
            waits.Add((timer.FireAt - run.History[^2].Timestamp).ToTimeSpan().TotalSeconds);
            var again = Assert.Single(run.Turn(RecordedRun.Fired(id + 1)).Actions).ScheduleTask;
            Assert.Equal(first, again);
        }

        Assert.Equal([10, 30, 40], waits);
        run.Turn(RecordedRun.Failed(7, "Acme.Boom"));

        Assert.Equal("Acme.Boom", run.End!.FailureDetails.ErrorType);
    }

    [Theory]
    [InlineData("Acme.KaBoom", false)]
    [InlineData("Boom", true)]
    public void Retry_FailureOfAnotherTypeOrFinal_IsNotTriedAgain(string type, bool final)
    {
        var policy = new RetryPolicy(4, TimeSpan.FromSeconds(10), OnlyErrorTypes: ["Boom"]);
        var run = RecordedRun.Of<int, string>((context, _) =>
            context.CallActivity<string>("a", 1, new ActivityOptions { Retry = policy }));
        run.Begin();

        run.Turn(RecordedRun.Failed(1, type, final));

        Assert.Equal(type, run.End!.FailureDetails.ErrorType);
    }

    [Fact]
    public void DelayAfter_TimeoutWouldPass_IsNull()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(60));
        var failure = new TaskFailure("E", "m");

        Assert.Equal(TimeSpan.FromSeconds(10), policy.DelayAfter(1, failure, TimeSpan.FromSeconds(50)));
        Assert.Null(policy.DelayAfter(1, failure, TimeSpan.FromSeconds(51)));
        Assert.Equal(RetryPolicy.DefaultMaxDelay, (policy with { Backoff = 1e300, Timeout = null })
            .DelayAfter(8, failure, TimeSpan.Zero));
    }
}
