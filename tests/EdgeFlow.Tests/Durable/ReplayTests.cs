using EdgeFlow.Durable;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class ReplayTests
{
    [Fact]
    public void CallActivity_CompletedActivity_GivesItsResultToTheCode()
    {
        var run = RecordedRun.Of<int, string>(async (context, input) =>
            await context.CallActivity<string>("first", input) + await context.CallActivity<string>("second"));

        var asked = Assert.Single(run.Begin(7).Actions);
        Assert.Equal((1, "first", "7"), (asked.Id, asked.ScheduleTask.Name, asked.ScheduleTask.Input));
        Assert.Equal("second", Assert.Single(run.Turn(run.Done(1, "a")).Actions).ScheduleTask.Name);
        run.Turn(run.Done(2, "b"));

        Assert.Equal(OrchestrationStatus.Completed, run.End!.WorkflowStatus);
        Assert.Equal("\"ab\"", run.End.Result);
    }

    [Fact]
    public void CallActivity_FanOutCompletedInAnyOrder_GivesResultsInTheOrderOfTheCalls()
    {
        var run = RecordedRun.Of<int, int[]>((context, n) =>
            Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivity<int>("part", i))));

        Assert.Equal([1, 2, 3], run.Begin(3).Actions.Select(a => a.Id));
        Assert.Empty(run.Turn(run.Done(3, 30)).Actions);
        run.Turn(run.Done(1, 10), run.Done(2, 20));

        Assert.Equal("[10,20,30]", run.End!.Result);
    }

    [Fact]
    public void CallActivity_DuplicateStaleAndUnknownCompletions_AreIgnored()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
            await context.CallActivity<int>("a") + await context.CallActivity<int>("b"));
        run.Begin();
        run.Turn(run.Done(1, 1), run.Done(1, 100), run.Done(9, 100), new HistoryEvent());
        var stale = run.Done(2, 100);
        stale.TaskCompleted.TaskExecutionId = "job-1:00000000:0002";
        Assert.Empty(run.Turn(stale).Actions);

        run.Turn(run.Done(2, 2));

        Assert.Equal("3", run.End!.Result);
    }

    [Fact]
    public void CallActivity_ActivityFails_ThrowsItsFailureAndFailsTheInstance()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) => await context.CallActivity<int>("a"));
        run.Begin();

        run.Turn(RecordedRun.Failed(1, "Acme.Boom", final: true));

        Assert.Equal(OrchestrationStatus.Failed, run.End!.WorkflowStatus);
        var failure = run.End.FailureDetails;
        Assert.Equal(("Acme.Boom", true), (failure.ErrorType, failure.IsNonRetriable));
        Assert.Equal("a (step 1) failed: it broke", failure.ErrorMessage);
        Assert.Equal("it broke", failure.InnerFailure.ErrorMessage);
    }

    [Fact]
    public void CallActivity_ResultOfAnotherType_FailsWithItsName()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) => await context.CallActivity<int>("a"));
        run.Begin();

        run.Turn(run.Done(1, "text"));

        Assert.StartsWith("the result of activity 'a' is no Int32", run.End!.FailureDetails.ErrorMessage, Ordinal);
    }

    [Fact]
    public void CallActivity_TargetApp_IsRoutedThere()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
            await context.CallActivity<int>("a", options: new ActivityOptions { TargetApp = "node-2" }));

        var action = Assert.Single(run.Begin().Actions);

        Assert.Equal("node-2", action.Router.TargetAppID);
        Assert.Equal("app-1", action.ScheduleTask.Router.SourceAppID);
    }

    [Fact]
    public void CreateTimer_Fired_AdvancesTheTimeOfTheContextToIt()
    {
        var run = RecordedRun.Of<int, DateTimeOffset>(async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1));
            return context.CurrentTime;
        });
        var timer = Assert.Single(run.Begin().Actions).CreateTimer;
        var fireAt = RecordedRun.Start.AddSeconds(1).AddHours(1);
        Assert.Equal(fireAt, timer.FireAt.ToDateTimeOffset());

        var fired = RecordedRun.Fired(1);
        fired.TimerFired.FireAt = timer.FireAt;
        run.Turn(fired);

        Assert.Equal($"\"{fireAt:yyyy-MM-ddTHH:mm:sszzz}\"", run.End!.Result);
    }

    [Fact]
    public void CreateTimer_LostRace_IsCancelledAndItsFiringIgnored()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
        {
            using var lost = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromMinutes(1), lost.Token);
            var work = context.CallActivity<string>("work");
            var first = await Task.WhenAny(work, timer);
            lost.Cancel();
            Assert.True(first == work && timer.IsCanceled);
            return await work + await context.CallActivity<string>("more");
        });
        run.Begin();

        Assert.Equal("more", Assert.Single(run.Turn(run.Done(2, "a")).Actions).ScheduleTask.Name);
        Assert.Empty(run.Turn(RecordedRun.Fired(1)).Actions);
        run.Turn(run.Done(3, "b"));

        Assert.Equal("\"ab\"", run.End!.Result);
    }

    [Fact]
    public void CreateTimer_CancelledInTheTurnThatAskedForIt_IsNeverSent()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            using var lost = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromMinutes(1), lost.Token);
            lost.Cancel();
            return timer.IsCanceled ? await context.CallActivity<int>("next") : 0;
        });

        Assert.Equal(2, Assert.Single(run.Begin().Actions).Id);
    }

    [Fact]
    public void CallChild_CompletesAndFails_AsAnActivityDoes()
    {
        var run = RecordedRun.Of<int, string>(async (context, _) =>
        {
            var named = new ChildOptions { InstanceId = "child-7", TargetApp = "node-2" };
            var output = await context.CallChild<string>("sub", 5, named);
            var second = context.CallChild<string>("sub");
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => second);
            return output + failed.ErrorType;
        });
        var first = Assert.Single(run.Begin().Actions).CreateChildWorkflow;
        Assert.Equal(("child-7", "5", "node-2"), (first.InstanceId, first.Input, first.Router.TargetAppID));

        var second = Assert.Single(run.Turn(new HistoryEvent
        {
            ChildWorkflowInstanceCompleted = new() { TaskScheduledId = 1, Result = "\"x\"" },
        }).Actions).CreateChildWorkflow;
        Assert.Matches("^job-1:[0-9a-f]{8}:0002$", second.InstanceId);
        run.Turn(new HistoryEvent
        {
            ChildWorkflowInstanceFailed = new()
            {
                TaskScheduledId = 2, FailureDetails = new TaskFailureDetails { ErrorType = "E" },
            },
        });

        Assert.Equal("\"xE\"", run.End!.Result);
    }

    [Fact]
    public void NewGuid_ReplayedAndInOtherInstances_IsTheSameAndAnother()
    {
        Func<WorkflowContext, int, Task<Guid[]>> code = (context, _) =>
            Task.FromResult(new[] { context.NewGuid(), context.NewGuid() });
        var here = RecordedRun.Of(code);
        var there = new RecordedRun(async (c, _) => here.Payloads.Write(await code(c, 0))) { InstanceId = "job-2" };
        here.Begin();
        there.Begin();

        var guids = here.Payloads.Read<Guid[]>(here.End!.Result, "guids")
            .Concat(here.Payloads.Read<Guid[]>(there.End!.Result, "guids")).ToArray();

        Assert.Equal(4, guids.Distinct().Count());
        Assert.All(guids, guid => Assert.Equal(5, guid.Version));
    }

    [Fact]
    public void Begin_UnknownWorkflow_FailsForGood()
    {
        var run = RecordedRun.Of<int, int>((_, input) => Task.FromResult(input));

        run.Begin(name: "other");

        Assert.Equal("WorkflowNotRegistered", run.End!.FailureDetails.ErrorType);
        Assert.True(run.End.FailureDetails.IsNonRetriable);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
