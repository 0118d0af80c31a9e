using EdgeFlow.Control.Runs;
using EdgeFlow.Tests.Golden;
using Xunit;
using static EdgeFlow.Tests.Workflows.JobRun;

namespace EdgeFlow.Tests.Workflows;

public sealed class BatchJobTests
{
    private static readonly TaskTurn[] Diamond =
    [
        Task("source", "a"), Task("left", "b", "source"), Task("right", "c", "source"),
        Task("sink", "a", "left", "right"),
    ];

    [Fact]
    public void Run_Diamond_RunsEachTaskOnceItsInputsExist()
    {
        var run = Begun(Diamond)
            .Done("run-task@a", Report("source", "a")).Done("record-task", true)
            .Done("run-task@c", Report("right", "c")).Done("record-task", true)
            .Done("run-task@b", Report("left", "b")).Done("record-task", true)
            .Done("run-task@a", Report("sink", "a")).Done("record-task", true)
            .Done("complete-job", true);

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_TurnOfTwoPages_RunsTheTasksOfBoth()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Diamond[..2]) with { More = 2 })
            .Done("load-page", Turn(JobTurnState.Run, 1, tasks: Diamond[2..])).Done("report-started", true)
            .Done("run-task@a", Report("source", "a")).Done("record-task", true);

        Assert.Contains("run-task@b", run.Script, StringComparison.Ordinal);
        Assert.Contains("run-task@c", run.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PlanChangedBetweenPages_RunsTheNewOne()
    {
        var run = new JobRun().Begin()
            .Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Diamond[..2]) with { More = 2 })
            .Done("load-page", Turn(JobTurnState.Run, 2, tasks: [Task("source", "d")])).Done("report-started", true);

        Assert.Contains("run-task@d", run.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("run-task@a", run.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SomeTasksDone_GoesOnBehindThem()
    {
        var tasks = Diamond.Select(task => task.Task is "source" or "left"
            ? task with { Output = new TaskOutput($"kept-{task.Task}", 5) }
            : task).ToArray();

        Snapshot.Match(Begun(tasks).Script);
    }

    [Fact]
    public void Run_AttemptFails_TriesAgainAsToldAndGoesOn()
    {
        var run = Begun([Task("only", "a")])
            .Failed("run-task@a", "BadInput")
            .Done("record-failure", new NextAttempt(NextAttemptKind.Retry, 2, 200)).Fired()
            .Done("run-task@a", Report("only", "a", attempt: 2)).Done("record-task", true)
            .Done("complete-job", true);

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_NoAttemptLeft_FailsTheJob()
    {
        var run = Begun([Task("only", "a")])
            .Failed("run-task@a", "BadInput").Done("record-failure", new NextAttempt(NextAttemptKind.GiveUp, 0, 0))
            .Done("fail-job", true);

        Snapshot.Match(run.Script);
    }

    [Fact]
    public void Run_InputLost_LoadsAgain()
    {
        var run = Begun([Task("only", "a")])
            .Failed("run-task@a", "InputLost").Done("record-failure", new NextAttempt(NextAttemptKind.Reload, 0, 0))
            .Fired();

        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
    }

    [Fact]
    public void Run_PlanChangedWhileRunning_StartsOverWithTheRunUnderWay()
    {
        var run = Begun(Diamond).Raised("plan-changed", 2);

        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
        Assert.Contains("\"hosted\":[\"a\",\"b\",\"c\"]", run.End.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ReportRefused_LoadsAgain()
    {
        var run = Begun([Task("only", "a")])
            .Done("run-task@a", Report("only", "a")).Done("record-task", false).Fired();

        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
    }

    [Fact]
    public void Run_KeptResultHolds_BeginsBehindIt()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Kept))
            .Done("check-kept@a", true).Done("report-started", true);

        Assert.Contains("call run-task@b", run.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("call reopen-kept", run.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("call run-task@a", run.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_KeptResultDoesNotHold_ReopensItBeforeAnythingBegins()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Kept))
            .Failed("check-kept@a", "ModelChanged").Done("reopen-kept", true).Fired().Fired();

        Assert.DoesNotContain("call report-started", run.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("call run-task", run.Script, StringComparison.Ordinal);
        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
    }

    [Fact]
    public void Run_NobodySaysWhetherAKeptResultHolds_ReopensIt()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Kept)).Fired();

        Assert.Contains("call reopen-kept", run.Script, StringComparison.Ordinal);
        Assert.Contains("NoAnswer", run.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PlanChangesWhileAKeptResultIsAskedAbout_LoadsTheNewPlan()
    {
        var run = new JobRun().Begin().Done("load-plan", Turn(JobTurnState.Run, 1, tasks: Kept))
            .Raised("plan-changed", 2);

        Assert.Equal(EdgeFlow.Durable.Wire.OrchestrationStatus.ContinuedAsNew, run.End!.WorkflowStatus);
    }

    private static TaskTurn[] Kept =>
    [
        Task("source", "a") with
        {
            Output = new TaskOutput("kept-source", 5),
            Check = new EdgeFlow.Protocol.Directives.KeptDirective("j", 1, "source", "model", "m.onnx", "{}", "hash"),
        },
        Task("sink", "b", "source"),
    ];

    private static JobRun Begun(TaskTurn[] tasks) => new JobRun().Begin()
        .Done("load-plan", Turn(JobTurnState.Run, 1, tasks: tasks)).Done("report-started", true);
}
