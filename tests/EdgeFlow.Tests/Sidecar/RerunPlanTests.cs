using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Xunit;

namespace EdgeFlow.Tests.Sidecar;

public class RerunPlanTests
{
    [Fact]
    public void Make_FromSecondActivity_KeepsTheFirstResult()
    {
        var plan = RerunPlan.Make(TwoSteps(), Request(2), "copy", out _)!;

        var state = Play(plan);
        Assert.Equal([2], state.Activities.Keys);
        Assert.Contains(plan.History, item => item.TaskCompleted?.TaskScheduledId == 1);
        Assert.Equal("copy", plan.Start.WorkflowInstance.InstanceId);
        Assert.Equal("order-1", state.Activities[2].Scheduled.RerunParentInstanceInfo.InstanceID);
    }

    [Fact]
    public void Make_OverwrittenInput_ReplacesOnlyTheChosenOne()
    {
        var request = Request(1);
        request.OverwriteInput = true;
        request.Input = "77";

        var state = Play(RerunPlan.Make(TwoSteps(), request, "copy", out _)!);

        Assert.Equal("77", state.Activities[1].Scheduled.Input);
    }

    [Fact]
    public void Make_FanOut_RepeatsTheWholeTurn()
    {
        var source = Instances.Started(Instances.Activity(1), Instances.Activity(2), Instances.Activity(3));

        var state = Play(RerunPlan.Make(Instances.Events(source), Request(2), "copy", out _)!);

        Assert.Equal([1, 2, 3], state.Activities.Keys);
    }

    [Fact]
    public void Make_OpenChild_GetsAnIdOfItsOwn()
    {
        var source = Instances.Started(Instances.Child(1, "kid"));
        var request = Request(1);
        request.NewChildWorkflowInstanceID = "new-kid";

        var plan = RerunPlan.Make(Instances.Events(source), request, "copy", out _)!;

        var child = Assert.Single(plan.Children(Play(plan)));
        Assert.Equal("new-kid", child.Start.WorkflowInstance.InstanceId);
        Assert.Equal("copy", child.Start.ParentInstance.WorkflowInstance.InstanceId);
    }

    [Fact]
    public void Make_UnknownEvent_SaysWhich()
    {
        var plan = RerunPlan.Make(TwoSteps(), Request(99), "copy", out var problem);

        Assert.Null(plan);
        Assert.Contains("99", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_TimerWithInput_IsRefused()
    {
        var source = Instances.Started(Instances.Timer(1, Instances.Now));
        var request = Request(1);
        request.OverwriteInput = true;

        Assert.Null(RerunPlan.Make(Instances.Events(source), request, "copy", out var problem));
        Assert.Contains("timer", problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<HistoryEvent> TwoSteps()
    {
        var state = Instances.Started(Instances.Activity(1));
        Instances.Complete(state, 1);
        Instances.Turn(state, Instances.Activity(2));
        Instances.Complete(state, 2);
        Instances.Turn(state, Instances.End(3));
        return Instances.Events(state);
    }

    private static RerunWorkflowFromEventRequest Request(uint eventId) =>
        new() { SourceInstanceID = "order-1", EventID = eventId };

    private static InstanceState Play(RerunPlan plan)
    {
        var state = new InstanceState(8, plan.InstanceId, "shop", plan.Start, Instances.Now);
        InstanceEvolver.AppendTurn(state, plan.History, taken: 0);
        return state;
    }
}
