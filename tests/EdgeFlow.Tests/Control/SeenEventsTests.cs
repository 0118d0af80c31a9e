using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class SeenEventsTests
{
    private static readonly SeenEvents Seen = new(
        Before: 10, new Dictionary<string, long>(StringComparer.Ordinal) { ["node-a"] = 3, ["node-b"] = 1 });

    [Theory]
    [InlineData(11, "node-a", 3, true)] // came between two looks, and the later look saw it
    [InlineData(12, "node-a", 4, false)] // came after its stream was read
    [InlineData(9, "node-b", 2, false)] // took its number early and was committed late
    [InlineData(10, "job-ended", 7, true)] // what is not there any more was seen if it was there to see
    [InlineData(11, "job-new", 1, false)]
    public void Holds_EventOfAStream_IsWhatTheReaderCouldSee(long sequence, string stream, long version, bool seen) =>
        Assert.Equal(seen, Seen.Holds(Event(sequence, stream, version)));

    [Fact]
    public void UpTo_OneNotSeen_EndsBeforeIt()
    {
        RecordedEvent[] news = [Event(8, "job-x", 1), Event(9, "node-b", 2), Event(10, "node-a", 3)];

        Assert.Equal(8, Seen.UpTo(news, since: 5));
        Assert.Equal(5, Seen.UpTo(news[1..], since: 5));
    }

    private static RecordedEvent Event(long sequence, string stream, long version) => new(
        sequence, Guid.Empty, stream, version, "node_left",
        new NodeLeft(new NodeId("a"), DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch, EventMetadata.None);
}
