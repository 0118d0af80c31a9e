using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Xunit;
using Kind = EdgeFlow.Durable.Wire.HistoryEvent.EventTypeOneofCase;

namespace EdgeFlow.Tests.Sidecar;

public class TurnDeciderTests
{
    [Fact]
    public void Turn_ScheduledActivity_IsRecordedAndPending()
    {
        var state = Instances.Started(Instances.Activity(1));

        Assert.Equal([Kind.WorkflowStarted, Kind.ExecutionStarted, Kind.TaskScheduled], Instances.Kinds(state));
        Assert.Equal("Pack", state.Activities[1].Scheduled.Name);
        Assert.Equal("shop", state.Activities[1].TargetAppId);
        Assert.Equal(OrchestrationStatus.Running, state.Status);
    }

    [Fact]
    public void Turn_RoutedActivity_BelongsToTheOtherApplication()
    {
        var state = Instances.Started(Instances.Activity(1, targetApp: "depot"));

        Assert.Equal("depot", state.Activities[1].TargetAppId);
        Assert.Equal("shop", Instances.Events(state)[2].Router.SourceAppID);
    }

    [Fact]
    public void Turn_EventArrivedMeanwhile_StaysForTheNextTurn()
    {
        var state = Instances.New();
        state.Turn = TurnDecider.Open(state, Instances.Now);
        InstanceEvolver.AppendInbox(state, Instances.Raised("late"));

        var decision = TurnDecider.Decide(state, Instances.Answer(Instances.Activity(1)), Instances.Now);
        TurnDecider.Apply(state, decision, Instances.Now);

        Assert.Equal("late", Assert.Single(state.Inbox).Event.EventRaised.Name);
        Assert.True(state.CanTurn(Instances.Now));
    }

    [Fact]
    public void Turn_FewerEventsProcessed_LeavesTheRest()
    {
        var state = Instances.Started();
        InstanceEvolver.AppendInbox(state, Instances.Raised("a"));
        InstanceEvolver.AppendInbox(state, Instances.Raised("b"));
        var answer = Instances.Answer();
        answer.NumEventsProcessed = 2;

        Instances.Turn(state, answer);

        Assert.Equal("b", Assert.Single(state.Inbox).Event.EventRaised.Name);
    }

    [Fact]
    public void Turn_ActionIdUsedBefore_IsRefusedAndStaysOpen()
    {
        var state = Instances.Started(Instances.Activity(1));
        Instances.Complete(state, 1);

        var decision = Instances.Turn(state, Instances.Activity(1));

        Assert.Contains("action id 1", decision.RefusedBecause, StringComparison.Ordinal);
        Assert.NotNull(state.Turn);
        Assert.Single(state.Inbox);
    }

    [Fact]
    public void Turn_UnknownAction_IsRefused()
    {
        var decision = Instances.Turn(Instances.New(), new WorkflowAction { Id = 1 });

        Assert.NotNull(decision.RefusedBecause);
    }

    [Fact]
    public void Turn_VersionNotAvailable_TakesNothing()
    {
        var state = Instances.New();

        var decision = Instances.Turn(state, new WorkflowAction
        {
            Id = 1,
            WorkflowVersionNotAvailable = new WorkflowVersionNotAvailableAction(),
        });

        Assert.True(decision.Stalled);
        Assert.Single(state.Inbox);
        Assert.Equal(0, state.History.Count);
    }

    [Fact]
    public void Turn_Patches_AreRecordedInTheTurn()
    {
        var answer = Instances.Answer(Instances.Activity(1));
        answer.Version = new WorkflowVersion { Patches = { "new-label" } };
        var state = Instances.New();

        Instances.Turn(state, answer);

        Assert.Equal(["new-label"], Instances.Events(state)[0].WorkflowStarted.Version.Patches);
    }

    [Theory]
    [InlineData(OrchestrationStatus.Completed)]
    [InlineData(OrchestrationStatus.Failed)]
    [InlineData(OrchestrationStatus.Canceled)]
    [InlineData(OrchestrationStatus.Terminated)]
    public void Complete_EachStatus_EndsTheInstance(OrchestrationStatus status)
    {
        var state = Instances.Started(Instances.End(1, status));

        Assert.Equal(status, state.Status);
        Assert.True(state.IsTerminal);
        Assert.Equal(Instances.Now, state.CompletedAt);
        Assert.Equal(Kind.ExecutionCompleted, Instances.Kinds(state).Last());
    }

    [Fact]
    public void Complete_Twice_CountsTheFirst()
    {
        var state = Instances.Started(
            Instances.End(1, result: "1"), Instances.End(2, OrchestrationStatus.Failed, "2"));

        Assert.Equal("1", state.Completion!.Result);
        Assert.Single(Instances.Kinds(state), Kind.ExecutionCompleted);
    }

    [Fact]
    public void Child_WithoutId_GetsDaprsDerivedId()
    {
        var state = Instances.New();

        var decision = Instances.Turn(state, Instances.Child(26));

        var request = Assert.IsType<InstanceRequested>(Assert.Single(decision.Effects));
        Assert.Equal("order-1:001a", request.Start.WorkflowInstance.InstanceId);
        Assert.Equal("e0", request.Start.ParentInstance.WorkflowInstance.ExecutionId);
        Assert.Equal("order-1:001a", state.Children[26]);
    }

    [Fact]
    public void Child_Completed_TellsItsParent()
    {
        var parent = new ParentInstanceInfo { TaskScheduledId = 4 };
        var state = Instances.New(parent: parent);

        var decision = Instances.Turn(state, Instances.End(1));

        var news = Assert.IsType<ParentNotified>(Assert.Single(decision.Effects));
        Assert.Equal(4, news.Event.ChildWorkflowInstanceCompleted.TaskScheduledId);
        Assert.Equal("\"done\"", news.Event.ChildWorkflowInstanceCompleted.Result);
    }

    [Fact]
    public void Child_Terminated_FailsAtItsParent()
    {
        var state = Instances.New(parent: new ParentInstanceInfo { TaskScheduledId = 4 });
        var completion = new Completion(OrchestrationStatus.Terminated, null, null);

        var decision = TurnDecider.End(state, null, completion, Instances.Now);

        var news = Assert.IsType<ParentNotified>(Assert.Single(decision.Effects));
        Assert.Equal("WorkflowTerminated", news.Event.ChildWorkflowInstanceFailed.FailureDetails.ErrorType);
    }

    [Fact]
    public void End_Recursive_TerminatesEveryChild()
    {
        var state = Instances.Started(Instances.Child(1, "a"), Instances.Child(2, "b"));
        var cause = HistoryEvents.Terminated("\"x\"", recurse: true, Instances.Now);
        var completion = new Completion(OrchestrationStatus.Terminated, "\"x\"", null);

        var decision = TurnDecider.End(state, cause, completion, Instances.Now);

        Assert.Equal(["a", "b"], decision.Effects.OfType<EventPosted>().Select(post => post.InstanceId));
        Assert.All(decision.Effects.OfType<EventPosted>(), post => Assert.True(post.Event.ExecutionTerminated.Recurse));
    }

    [Fact]
    public void End_PendingInstance_KeepsItsInboxInTheHistory()
    {
        var state = Instances.New();
        InstanceEvolver.AppendInbox(state, Instances.Raised("early"));
        var cause = HistoryEvents.Terminated(null, recurse: false, Instances.Now);

        var completion = new Completion(OrchestrationStatus.Terminated, null, null);
        TurnDecider.Apply(state, TurnDecider.End(state, cause, completion, Instances.Now), Instances.Now);

        Assert.Equal(
            [Kind.ExecutionStarted, Kind.EventRaised, Kind.ExecutionTerminated, Kind.ExecutionCompleted],
            Instances.Kinds(state));
        Assert.Equal(OrchestrationStatus.Terminated, state.Status);
    }

    [Fact]
    public void SendEvent_ToAnother_PostsARaisedEvent()
    {
        var decision = Instances.Turn(Instances.New(), new WorkflowAction
        {
            Id = 1,
            SendEvent = new SendEventAction
            {
                Instance = new WorkflowInstance { InstanceId = "order-2" }, Name = "hi", Data = "5",
            },
        });

        var post = Assert.IsType<EventPosted>(Assert.Single(decision.Effects));
        Assert.Equal("order-2", post.InstanceId);
        Assert.Equal("hi", post.Event.EventRaised.Name);
        Assert.Equal("5", post.Event.EventRaised.Input);
    }

    [Fact]
    public void CustomStatus_Changed_MarksTheRow()
    {
        var state = Instances.Started(Instances.Activity(1));
        state.RowChanged = false;
        Instances.Complete(state, 1);
        var answer = Instances.Answer();
        answer.CustomStatus = "half way";

        Instances.Turn(state, answer);

        Assert.Equal("half way", state.CustomStatus);
        Assert.True(state.RowChanged);
    }
}
