using EdgeFlow.Durable;
using EdgeFlow.Durable.Wire;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class ReplayMisuseTests
{
    [Theory]
    [InlineData("b", "activity 'b'")]
    [InlineData("timer", "timer")]
    [InlineData("none", "no further step (the code asked for 0)")]
    public void Replay_CodeDiffersFromHistory_FailsAndSaysWhere(string change, string actual)
    {
        var before = RecordedRun.Of<int, int>((context, _) => context.CallActivity<int>("a"));
        before.Begin();
        var after = RecordedRun.Of<int, int>(async (context, _) =>
        {
            switch (change)
            {
                case "timer":
                    await context.CreateTimer(TimeSpan.FromSeconds(1));
                    break;
                case "b":
                    await context.CallActivity("b");
                    break;
                default:
                    break;
            }

            return 0;
        });

        var response = after.Replay(before.History, before.Done(1, 1));

        var end = response.Actions[^1].CompleteWorkflow;
        Assert.Equal(OrchestrationStatus.Failed, end.WorkflowStatus);
        Assert.Equal(
            $"the instance job-1 does not match its history at event 1: expected activity 'a', actual {actual}",
            end.FailureDetails.ErrorMessage);
        Assert.Equal(typeof(NonDeterminismException).FullName, end.FailureDetails.ErrorType);
        Assert.True(end.FailureDetails.IsNonRetriable);
    }

    [Fact]
    public void Await_ForeignTask_FailsTheInstanceClearly()
    {
        var never = new TaskCompletionSource<int>();
        var run = RecordedRun.Of<int, int>((_, _) => never.Task);

        run.Begin();

        Assert.Equal(
            "the instance job-1 waits for something that no recorded event can bring; a workflow may await only what "
            + "its context makes, without ConfigureAwait(false), and does I/O in activities",
            run.End!.FailureDetails.ErrorMessage);
    }

    [Fact]
    public void Await_ConfigureAwaitFalse_FailsTheInstanceClearly()
    {
        var before = RecordedRun.Of<int, int>((context, _) => context.CallActivity<int>("a"));
        before.Begin();
        using var arrived = new ManualResetEventSlim();
        Exception? refused = null;
        var run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            await context.CallActivity<int>("a").ConfigureAwait(false);
            refused ??= Record.Exception(() => { context.NewGuid(); });
            arrived.Set();
            return 1;
        });

        var response = run.Replay(before.History, before.Done(1, 1));

        var end = response.Actions[^1].CompleteWorkflow;
        Assert.Equal(typeof(ForeignAwaitException).FullName, end.FailureDetails.ErrorType);
        Assert.True(arrived.Wait(TimeSpan.FromSeconds(30)));
        Assert.IsType<ForeignAwaitException>(refused);
    }

    [Fact]
    public void Await_TaskYield_GoesOnInTheSameTurn()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
        {
            await Task.Yield();
            return await context.CallActivity<int>("a");
        });

        Assert.NotNull(Assert.Single(run.Begin().Actions).ScheduleTask);
    }

    [Fact]
    public void Await_TaskOfAnotherScheduler_FailsTheInstanceClearly()
    {
        var run = RecordedRun.Of<int, int>(async (context, _) =>
            await context.CallActivity<int>("a").ContinueWith(done => done.Result + 1, TaskScheduler.Default));
        run.Begin();

        run.Turn(run.Done(1, 1));

        Assert.Equal(typeof(ForeignAwaitException).FullName, run.End!.FailureDetails.ErrorType);
    }

    [Fact]
    public void Begin_CodeThrowsAtOnce_FailsTheInstance()
    {
        var run = RecordedRun.Of<int, int>((_, _) => throw new NonRetriableException("no", "Acme.No"));

        run.Begin();

        Assert.Equal("Acme.No", run.End!.FailureDetails.ErrorType);
    }

    [Fact]
    public void Begin_StepsLeftBesideTheEnd_GoOutButTimersDoNot()
    {
        var run = RecordedRun.Of<int, int>((context, input) =>
        {
            _ = context.CallActivity("notify");
            _ = context.CreateTimer(TimeSpan.FromSeconds(1));
            return Task.FromResult(1);
        });

        var actions = run.Begin().Actions;

        Assert.Equal([1, 3], actions.Select(a => a.Id));
        Assert.Equal(OrchestrationStatus.Completed, run.End!.WorkflowStatus);
    }
}
