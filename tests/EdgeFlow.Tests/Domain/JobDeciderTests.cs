using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Units;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>What happens to a job, case by case.</summary>
public class JobDeciderTests
{
    private static readonly JobId Job = new("j-1");
    private static readonly TaskId A = new("a");
    private static readonly TaskId B = new("b");
    private static readonly NodeId Node = new("n-1");

    [Fact]
    public void Decide_BatchJob_RunsToItsEnd()
    {
        var state = Run(Submit(), Plan(1), Started(1), Complete(A, 1), Complete(B, 1), Finish(1, 12));

        Assert.Equal(JobStatus.Completed, state.Status);
        Assert.Equal(12, state.Frames);
        Assert.Equal(Start, state.EndedAt);
        Assert.Equal("out-a-1", state.ProgressOf(A).Output);
    }

    [Fact]
    public void CompleteJob_BatchWithTasksMissing_NamesThem() => AssertRejected(
        RejectionCodes.Incomplete, "1 of 2 tasks are not done: b",
        Run(Submit(), Plan(1), Started(1), Complete(A, 1)), Finish(1, 0));

    [Theory]
    [InlineData(19, 20, null, false)]
    [InlineData(20, 20, null, true)]
    [InlineData(21, 20, null, false)]
    [InlineData(20, 20, 40L, false)]
    [InlineData(40, 40, 40L, true)]
    [InlineData(-1, -1, null, false)]
    public void CompleteJob_Stream_NeedsAllFrames(long frames, long made, long? asked, bool isComplete)
    {
        var state = Run(Submit(JobMode.Stream, frames: asked), Plan(1), Started(1));

        var decision = JobDecider.Decide(state, new CompleteJob(Job, 1, frames, made, Start));

        Assert.Equal(isComplete, decision is Accepted { Events: [JobCompleted] });
    }

    [Fact]
    public void PlanJob_EpochNotLarger_ChangesNothing()
    {
        var state = Run(Submit(), Plan(5));

        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Plan(5)));
        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Plan(4)));
    }

    [Fact]
    public void CompleteTask_OlderEpoch_IsStale()
    {
        var state = Run(Submit(), Plan(1), Started(1), Plan(2), Started(2));

        AssertRejected(RejectionCodes.StaleEpoch, "at epoch 2", state, Complete(A, 1));
        AssertRejected(RejectionCodes.StaleEpoch, "at epoch 2", state, Fail(A, 1));
        AssertRejected(RejectionCodes.UnknownEpoch, "not yet at 3", state, Complete(A, 1, epoch: 3));
    }

    [Fact]
    public void CompleteTask_Repeated_ChangesNothingEvenFromAnOldEpoch()
    {
        var state = Run(Submit(), Plan(1), Started(1), Complete(A, 1), Plan(2));

        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Complete(A, 1)));
        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Complete(A, 2, epoch: 2)));
    }

    [Fact]
    public void CompleteTask_AttemptThatFailed_IsTooLate()
    {
        var state = Run(Submit(), Plan(1), Started(1), Fail(A, 1), Fail(A, 2));

        AssertRejected(RejectionCodes.StaleAttempt, "attempt 2 has ended", state, Complete(A, 2));
        AssertRejected(RejectionCodes.StaleAttempt, "attempt 1 is too late", state, Complete(A, 1));
        Assert.Equal(2, state.ProgressOf(A).Failures);
        Assert.True(Run(state, Complete(A, 3)).ProgressOf(A).Done);
    }

    [Fact]
    public void CompleteTask_WrongValues_IsRejected()
    {
        var state = Run(Submit(), Plan(1), Started(1));

        AssertRejected(RejectionCodes.Unknown, "no task 'z'", state, Complete(new TaskId("z"), 1));
        AssertRejected(RejectionCodes.BadValue, "attempt 0", state, Complete(A, 0));
        AssertRejected(
            RejectionCodes.BadValue, "finite", state, new CompleteTask(Job, A, 1, 1, Node, "", 0, double.NaN, Start));
    }

    [Fact]
    public void ReopenTask_Done_MustBeDoneAgainByAHigherAttempt()
    {
        var state = Run(Submit(), Plan(1), Started(1), Complete(A, 1), new ReopenTask(Job, A, 1, "n-1 is lost", Start));

        Assert.Equal([A, B], state.Missing());
        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Complete(A, 1)));
        Assert.Equal([B], Run(state, Complete(A, 2)).Missing());
    }

    [Theory]
    [InlineData(WhenInfeasible.Wait, JobStatus.Waiting)]
    [InlineData(WhenInfeasible.Refuse, JobStatus.Refused)]
    public void HoldJob_NeverPlaced_WaitsOrIsRefusedAsAsked(WhenInfeasible asked, JobStatus expected)
    {
        var state = Run(Submit(infeasible: asked), Hold("no node has camera=true"));

        Assert.Equal(expected, state.Status);
        Assert.Equal("/tasks/0/constraints/labels", state.Pointer);
        Assert.Equal("no node has camera=true", state.Reason);
    }

    [Fact]
    public void HoldJob_OncePlaced_WaitsEvenIfItAskedToBeRefused()
    {
        var state = Run(Submit(infeasible: WhenInfeasible.Refuse), Plan(1), Started(1), Hold("n-1 is lost"));

        Assert.Equal(JobStatus.Waiting, state.Status);
        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Hold("n-1 is lost")));
        Assert.Equal(JobStatus.Planned, Run(state, Plan(2)).Status);
    }

    [Fact]
    public void CancelJob_NeverPlaced_IsCancelledAtOnce() =>
        Assert.Equal(JobStatus.Cancelled, Run(Submit(), new CancelJob(Job, "anna", Start)).Status);

    [Fact]
    public void CancelJob_Placed_WaitsForItsStagesToStop()
    {
        var state = Run(Submit(), Plan(1), Started(1), new CancelJob(Job, "anna", Start));

        Assert.Equal(JobStatus.Cancelling, state.Status);
        AssertRejected(RejectionCodes.NotAllowed, "Cancelling", state, Complete(A, 1));
        AssertRejected(RejectionCodes.NotAllowed, "Cancelling", state, Plan(2));
        Assert.Equal(JobStatus.Cancelled, Run(state, new ConfirmCancel(Job, Start)).Status);
    }

    [Fact]
    public void Decide_AfterTheEnd_RejectsWhatWouldChangeIt()
    {
        var state = Run(Submit(), Plan(1), new FailJob(Job, 1, "Bug", "it broke", Start));

        Assert.Equal("it broke", state.Reason);
        Assert.All<JobCommand>(
            [Plan(2), Started(1), Complete(A, 1), Finish(1, 0), Hold("x"), new CancelJob(Job, "a", Start)],
            command => AssertRejected(RejectionCodes.Ended, "has ended: Failed", state, command));
    }

    [Fact]
    public void SubmitJob_SameIdAgain_IsTheSameOrRejected()
    {
        var state = Run(Submit());

        Assert.Same(Decision.Nothing, JobDecider.Decide(state, Submit()));
        AssertRejected(RejectionCodes.Exists, "another job 'j-1'", state, Submit(JobMode.Stream));
        AssertRejected(RejectionCodes.Unknown, "no job 'j-1'", null, Plan(1));
    }

    [Fact]
    public void SubmitJob_WrongValues_IsRejected() => Assert.All<SubmitJob>(
        [
            Submit() with { Tasks = [] },
            Submit() with { Tasks = [A, A] },
            Submit() with { Job = new JobId("../x") },
            Submit() with { Version = 0 },
            Submit() with { Parameters = new Dictionary<string, string> { ["z"] = "{}" } },
            Submit() with { Demand = Submit().Demand with { Priority = 101 } },
            Submit() with { Demand = Submit().Demand with { Required = new FrameRate(double.NaN) } },
            Submit() with { Demand = Submit().Demand with { LatencyBound = new(double.PositiveInfinity) } },
        ],
        command => AssertRejected(RejectionCodes.BadValue, "", null, command));

    [Fact]
    public void FailTask_ReasonWithControlCharacters_IsStoredClean()
    {
        var failed = new FailTask(Job, A, 1, 1, Node, "Bad\0Input", "\u001b[31m\u202E" + new string('x', 5_000), Start);

        var @event = Assert.IsType<TaskFailed>(Assert.Single(EventsOf(
            JobDecider.Decide(Run(Submit(), Plan(1), Started(1)), failed))));

        Assert.Equal("Bad\uFFFDInput", @event.ErrorType);
        Assert.StartsWith("\uFFFD[31m\uFFFDx", @event.Reason, StringComparison.Ordinal);
        Assert.Equal(EventText.MaxLength, @event.Reason.Length);
    }

    [Fact]
    public void Evolve_HistoryThatNoDeciderWrote_IsABug()
    {
        Assert.Throws<InvalidOperationException>(() => JobDecider.Evolve(null, new JobStarted(Job, 1, Start)));
        Assert.Throws<InvalidOperationException>(
            () => JobDecider.Evolve(Run(Submit(), Plan(2)), new JobPlanned(Job, 2, Start)));
        Assert.Throws<InvalidOperationException>(() => JobDecider.Evolve(Run(Submit()), new NodeLostElsewhere()));
    }

    private static SubmitJob Submit(
        JobMode mode = JobMode.Batch, WhenInfeasible infeasible = WhenInfeasible.Wait, long? frames = null) => new(
        Job, new("app"), 1, new JobDemand(mode, null, null, null, 0, frames, infeasible), [A, B],
        new Dictionary<string, string>(), Start);

    private static PlanJob Plan(int epoch) => new(Job, epoch, Start);

    private static StartJob Started(int epoch) => new(Job, epoch, Start);

    private static CompleteTask Complete(TaskId task, int attempt, int epoch = 1) =>
        new(Job, task, attempt, epoch, Node, $"out-{task}-{attempt}", 1, 1, Start);

    private static FailTask Fail(TaskId task, int attempt) =>
        new(Job, task, attempt, 1, Node, "BadInput", "bad", Start);

    private static CompleteJob Finish(int epoch, long frames) => new(Job, epoch, frames, 0, Start);

    private static HoldJob Hold(string reason) => new(Job, "/tasks/0/constraints/labels", reason, Start);

    private static JobState Run(params JobCommand[] commands) => Run(null, commands);

    private static JobState Run(JobState? state, params JobCommand[] commands) =>
        commands.Aggregate(state, (now, command) =>
            Assert.IsType<Accepted>(JobDecider.Decide(now, command)).Events.Aggregate(now, JobDecider.Evolve))!;

    private static void AssertRejected(string code, string reason, JobState? state, JobCommand command)
    {
        var rejected = Assert.IsType<Rejected>(JobDecider.Decide(state, command));
        Assert.Equal(code, rejected.Code);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    private sealed record NodeLostElsewhere : IEvent;
}
