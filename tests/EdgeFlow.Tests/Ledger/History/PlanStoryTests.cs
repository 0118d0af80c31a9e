using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using Xunit;
using Known = EdgeFlow.Tests.Control.World;

namespace EdgeFlow.Tests.Ledger.History;

public sealed class PlanStoryTests
{
    private static readonly StreamAppend Plan =
        new("plan", "plan", ExpectedVersion.Exactly(6), [new JobPlanned(new("j"), 7, Known.Now)]);

    private static readonly StreamAppend OfJob =
        new("job-j", "job", ExpectedVersion.Exactly(1), [new JobPlanned(new("j"), 7, Known.Now)]);

    private static readonly RecordedEvent Loss = Event(
        17, "node-a", new NodeLost(new("a"), "a-1", Known.Now, "silent", Known.Now), "story-a");

    private static readonly RecordedEvent Started = Event(18, "job-k", new JobStarted(new("k"), 1, Known.Now), "k");

    [Fact]
    public void Tell_PlanForAnEvent_IsCausedByItAndBelongsToItsStory()
    {
        var told = PlanStory.Tell(State(), [Plan, OfJob], [Loss, Started], "control-plane/p");

        Assert.Equal(new EventMetadata("story-a", "event/17", "control-plane/p"), told.Metadata);
        Assert.Null(told.Streams[0].Metadata);
    }

    [Fact]
    public void Tell_JobOfThePlan_IsCausedByThePlanAndStaysInItsOwnStory()
    {
        var told = PlanStory.Tell(State(), [Plan, OfJob], [Loss, Started], "control-plane/p");

        Assert.Equal(new EventMetadata("story-j", "plan/7", "control-plane/p"), told.Streams[1].Metadata);
    }

    [Fact]
    public void Tell_JobHeldWithoutAPlan_IsCausedByTheEvent()
    {
        var told = PlanStory.Tell(State(), [OfJob], [Loss, Started], "control-plane/p");

        Assert.Equal(new EventMetadata("story-j", "event/17", "control-plane/p"), told.Streams[0].Metadata);
    }

    [Fact]
    public void Tell_NobodyAsked_OnlySaysWhoDecided() => Assert.Equal(
        new EventMetadata(null, null, "control-plane/p"),
        PlanStory.Tell(State(), [Plan], [Started], "control-plane/p").Metadata);

    [Fact]
    public void Tell_SeveralAsked_TheNewestAboutItsJobsIsTheCause()
    {
        var arrival = Event(16, "job-j", new JobCompleted(new("j"), 1, Known.Now), "story-j");

        Assert.Equal("event/16", PlanStory.Tell(State(), [Plan, OfJob], [arrival, Loss], "p").Metadata.CausationId);
        Assert.Equal("event/17", PlanStory.Tell(State(), [Plan], [arrival, Loss], "p").Metadata.CausationId);
    }

    private static RecordedEvent Event(long sequence, string stream, IEvent data, string story) => new(
        sequence, Guid.Empty, stream, 1, "any", data, Known.Now, new EventMetadata(story, null, "operator"));

    private static NetworkState State() => Known.State(
        [Known.Node("a")], [],
        Known.Job(Known.Application("    - { id: one, stage: { builtin: pass } }"), JobMode.Stream) with
        {
            Correlation = "story-j",
        });
}
