using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Xunit;
using Kind = EdgeFlow.Durable.Wire.HistoryEvent.EventTypeOneofCase;

namespace EdgeFlow.Tests.Sidecar;

public class ContinueAsNewTests
{
    [Fact]
    public void Restart_WithNewInput_BeginsAnEmptyHistory()
    {
        var state = Instances.Started(Instances.Activity(1), Instances.Timer(2, Instances.Now));

        Instances.Turn(state, Again("9"));

        Assert.Equal(0, state.History.Count);
        Assert.Equal("9", state.Start.Input);
        Assert.Equal(1, state.Generation);
        Assert.NotEqual("e0", state.ExecutionId);
        Assert.Empty(state.Activities);
        Assert.Empty(state.Timers);
        Assert.Equal(Kind.ExecutionStarted, Assert.Single(state.Inbox).Event.EventTypeCase);
        Assert.True(state.CanTurn(Instances.Now));
    }

    [Fact]
    public void Restart_CarriedAndWaitingEvents_AreKeptInOrder()
    {
        var state = Instances.Started(Instances.Activity(1));
        state.Turn = TurnDecider.Open(state, Instances.Now);
        InstanceEvolver.AppendInbox(state, Instances.Raised("waiting"));
        var again = Again("9");
        again.CompleteWorkflow.CarryoverEvents.Add(Instances.Raised("carried"));

        var decision = TurnDecider.Decide(state, Instances.Answer(again), Instances.Now);
        TurnDecider.Apply(state, decision, Instances.Now);

        Assert.Equal(
            ["carried", "waiting"],
            state.Inbox.Skip(1).Select(entry => entry.Event.EventRaised.Name));
    }

    [Fact]
    public void Restart_WaitingActivityResult_IsDropped()
    {
        var state = Instances.Started(Instances.Activity(1));
        state.Turn = TurnDecider.Open(state, Instances.Now);
        Instances.Complete(state, 1);

        var decision = TurnDecider.Decide(state, Instances.Answer(Again("9")), Instances.Now);
        TurnDecider.Apply(state, decision, Instances.Now);

        Assert.Single(state.Inbox);
    }

    [Fact]
    public void Restart_SuspendedMeanwhile_StaysSuspended()
    {
        var state = Instances.Started(Instances.Activity(1));
        state.Turn = TurnDecider.Open(state, Instances.Now);
        InstanceEvolver.AppendInbox(state, HistoryEvents.Suspended(null, Instances.Now));

        var decision = TurnDecider.Decide(state, Instances.Answer(Again("9")), Instances.Now);
        TurnDecider.Apply(state, decision, Instances.Now);

        Assert.Equal(OrchestrationStatus.Suspended, state.Status);
        Assert.False(state.CanTurn(Instances.Now));
    }

    [Fact]
    public void Restart_SameActionIds_AreFreeAgain()
    {
        var state = Instances.Started(Instances.Activity(1));
        Instances.Turn(state, Again("9"));

        var decision = Instances.Turn(state, Instances.Activity(1));

        Assert.Null(decision.RefusedBecause);
        Assert.Single(state.Activities);
    }

    [Fact]
    public void Restart_Journal_HoldsOnlyTheNewExecution()
    {
        var state = Instances.Started(Instances.Activity(1));
        InstanceEvolver.TakeRows(state);

        Instances.Turn(state, Again("9"));
        var rows = InstanceEvolver.TakeRows(state);

        Assert.Equal(JournalKind.Restarted, Assert.Single(rows).Kind);
        var folded = Instances.Fold(Instances.New(), rows);
        Assert.Equal("9", folded.Start.Input);
        Assert.Single(folded.Inbox);
    }

    private static WorkflowAction Again(string input) =>
        Instances.End(9, OrchestrationStatus.ContinuedAsNew, input);
}
