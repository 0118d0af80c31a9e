using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Serialization;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Plans;

/// <summary>What a lost node's event says of the heartbeats that were missing.</summary>
public sealed class NodeSilenceTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 21, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NodeLost_WithSilence_IsReadAsWritten()
    {
        var lost = Lost(new NodeSilence(2_150, 2_000, 400, "http://127.0.0.1:7001"));

        var again = DomainJson.Read(typeof(NodeLost), DomainJson.Write(lost));

        Assert.Equal(lost, again);
        Assert.Equal(5, ((NodeLost)again).Silence!.Missing);
    }

    [Fact]
    public void NodeLost_OfAnEarlierVersion_HasNone()
    {
        var json = DomainJson.Write(Lost(null));

        Assert.DoesNotContain("silence", json, StringComparison.Ordinal);
        Assert.Null(((NodeLost)DomainJson.Read(typeof(NodeLost), json)).Silence);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e300, 0)]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    public void Missing_AnySilence_CountsWholeBeats(double silentMs, long missing) =>
        Assert.Equal(missing, new NodeSilence(silentMs, 1, 400).Missing);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void LoseNode_SilenceThatIsNoTime_IsRefused(double silentMs)
    {
        var state = NodeDecider.Evolve(null, new NodeRegistered(
            new NodeId("n"), "p", new NodeCapacity(
                new(1), new(1), "any", "", new Dictionary<string, string>(), new Dictionary<string, string>()),
            "http://n", s_at));
        var lose = new LoseNode(new NodeId("n"), "p", s_at, "a test", s_at, new NodeSilence(silentMs, 1, 1));

        Assert.Equal(
            RejectionCodes.BadValue, Assert.IsType<Rejected>(NodeDecider.Decide(state, lose)).Code);
    }

    private static NodeLost Lost(NodeSilence? silence) =>
        new(new NodeId("n"), "p", s_at, "a test", s_at, silence);
}
