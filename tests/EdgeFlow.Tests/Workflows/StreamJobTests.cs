using EdgeFlow.Control.Runs;
using EdgeFlow.Tests.Golden;
using Xunit;
using static EdgeFlow.Tests.Workflows.JobRun;

namespace EdgeFlow.Tests.Workflows;

public sealed class StreamJobTests
{
    [Fact]
    public void Run_AllHosted_CompletesAndStops()
    {
        var run = new JobRun().Begin("old")
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3), Host("b", 3)]))
            .Done("host-stages@b").Done("host-stages@a").Done("report-started", true)
            .Done("stop-stages@old")
            .Raised("results-complete", "j").Done("complete-job", true)
            .Done("stop-stages@a").Done("stop-stages@b").Done("stop-stages@old")
            .Done("load-plan", Turn(JobTurnState.Ended));

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_PlanChangedWhileHosting_StartsOverWithItsNodes()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3), Host("b", 3)]))
            .Done("host-stages@a").Raised("plan-changed", 4);

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_OldPlanChanged_IsPassedOver()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3)]))
            .Raised("plan-changed", 3).Raised("plan-changed", 2);

        Assert.Null(run.End);
        run.Done("host-stages@a").Done("report-started", true).Raised("plan-changed", 5);
        Assert.NotNull(run.End);
    }

    [Fact]
    public void Run_NodeSawNewerEpoch_LoadsAgainAfterAPause()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3)]))
            .Failed("host-stages@a", "StaleEpoch").Fired();

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_NodeCannotHost_FailsTheJob()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3)]))
            .Failed("host-stages@a", "ModelMissing").Done("fail-job", true).Done("stop-stages@a")
            .Done("load-plan", Turn(JobTurnState.Ended));

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_SomethingStillMissing_LoadsAgainAfterAPause()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Complete, 3))
            .Done("complete-job", false).Fired();

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_DirectivesTooLarge_FailsTheJob()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Impossible, 3)).Done("fail-job", true)
            .Done("load-plan", Turn(JobTurnState.Ended));

        Assert.Contains("call fail-job", run.Script, StringComparison.Ordinal);
        Assert.NotNull(run.End);
    }

    [Fact]
    public void Run_LostNodeNeverStops_EndsAfterItsPatience()
    {
        var run = new JobRun().Begin("lost").Done("load-plan", Turn(JobTurnState.Ended, 3)).Fired()
            .Done("load-plan", Turn(JobTurnState.Ended));

        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.Completed, run.End!.WorkflowStatus);
    }

    [Fact]
    public void Run_Waiting_StopsWhereItRanAndWaitsForAPlan()
    {
        var run = new JobRun().Begin("a").Done("load-plan", Turn(JobTurnState.Waiting, 3)).Done("stop-stages@a")
            .Raised("plan-changed", 3).Raised("plan-changed", 4);

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_CancelRequested_StopsThenConfirms()
    {
        var first = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 3, [Host("a", 3)]))
            .Raised("cancel-requested", "somebody");
        var second = new JobRun().Begin("a").Done("load-plan", Turn(JobTurnState.Cancel, 3)).Done("stop-stages@a")
            .Done("cancelled-job", true).Done("stop-stages@a").Done("load-plan", Turn(JobTurnState.Ended));

        Snapshot.Match(first.Script + "---\n" + second.Script);
    }
}
