using EdgeFlow.Durable.Wire;
using EdgeFlow.Sidecar.Orchestration;
using Xunit;

namespace EdgeFlow.Tests.Sidecar;

public class InstanceLifecycleTests
{
    [Fact]
    public void Lifecycle_Picture_IsTheKnownOne()
    {
        const string golden = """
            stateDiagram-v2
              Running --> Suspended: Suspend
              Running --> Stalled: Stall
              Running --> Completed: Complete
              Running --> Failed: Fail
              Running --> Terminated: Terminate
              Running --> Canceled: Cancel
              Pending --> Running: Turned
              Pending --> Suspended: Suspend
              Pending --> Stalled: Stall
              Pending --> Completed: Complete
              Pending --> Failed: Fail
              Pending --> Terminated: Terminate
              Pending --> Canceled: Cancel
              Suspended --> Running: Resume
              Suspended --> Completed: Complete
              Suspended --> Failed: Fail
              Suspended --> Terminated: Terminate
              Suspended --> Canceled: Cancel
              Stalled --> Running: Turned
              Stalled --> Suspended: Suspend
              Stalled --> Completed: Complete
              Stalled --> Failed: Fail
              Stalled --> Terminated: Terminate
              Stalled --> Canceled: Cancel

            """;

        Assert.Equal(golden, InstanceLifecycle.ToMermaid());
    }

    [Theory]
    [InlineData(OrchestrationStatus.Completed)]
    [InlineData(OrchestrationStatus.Failed)]
    [InlineData(OrchestrationStatus.Terminated)]
    [InlineData(OrchestrationStatus.Canceled)]
    public void Next_AfterTheEnd_NothingChanges(OrchestrationStatus ended)
    {
        Assert.True(InstanceLifecycle.IsTerminal(ended));
        Assert.All(
            Enum.GetValues<LifecycleTrigger>(),
            trigger => Assert.Equal(ended, InstanceLifecycle.Next(ended, trigger)));
    }

    [Fact]
    public void CanTurn_BeforeTheScheduledStart_IsFalse()
    {
        var state = Instances.New();
        state.Start.ScheduledStartTimestamp =
            Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Instances.Now.AddSeconds(1));

        Assert.False(state.CanTurn(Instances.Now));
        Assert.True(state.CanTurn(Instances.Now.AddSeconds(1)));
    }

    [Fact]
    public void CanTurn_WhileSuspended_IsFalseUntilResumed()
    {
        var state = Instances.Started(Instances.Activity(1));
        InstanceEvolver.AppendInbox(state, HistoryEvents.Suspended("hold", Instances.Now));
        Instances.Complete(state, 1);
        Assert.Equal(OrchestrationStatus.Suspended, state.Status);
        Assert.False(state.CanTurn(Instances.Now));

        InstanceEvolver.AppendInbox(state, HistoryEvents.Resumed("go", Instances.Now));

        Assert.True(state.CanTurn(Instances.Now));
        Assert.Equal(3, state.Inbox.Count);
    }
}
