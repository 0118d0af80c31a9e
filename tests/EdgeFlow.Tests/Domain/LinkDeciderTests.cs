using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Units;
using Xunit;
using static EdgeFlow.Tests.Domain.CommandScript;

namespace EdgeFlow.Tests.Domain;

/// <summary>What happens to a link.</summary>
public class LinkDeciderTests
{
    private static readonly LinkId Link = new("l-1");

    [Fact]
    public void DegradeLink_ThenRestored_HasItsDeclaredCapacity()
    {
        var degraded = Run(null, Declare(100), Degrade(10));
        var restored = Run(degraded, new RestoreLink(Link, Start));

        Assert.Equal((LinkStatus.Degraded, 10), (degraded.Status, degraded.Capacity.Value));
        Assert.Equal((LinkStatus.Up, 100, ""), (restored.Status, restored.Capacity.Value, restored.Reason));
    }

    [Fact]
    public void DegradeLink_BackToTheDeclaredCapacity_RestoresIt()
    {
        Assert.Equal(LinkStatus.Up, Run(null, Declare(100), Degrade(10), Degrade(120)).Status);
        Assert.Empty(EventsOf(LinkDecider.Decide(Run(null, Declare(100)), Degrade(100))));
    }

    [Fact]
    public void DeclareLink_Again_ChangesNothingOrItsProperties()
    {
        var state = Run(null, Declare(100), Degrade(10));

        Assert.Empty(EventsOf(LinkDecider.Decide(state, Declare(100))));
        Assert.Equal((LinkStatus.Up, 200), (Run(state, Declare(200)).Status, Run(state, Declare(200)).Capacity.Value));
        AssertRejected(RejectionCodes.Exists, state, Declare(100) with { B = new NodeId("c") });
    }

    [Fact]
    public void RemoveLink_Removed_MayBeDeclaredAgainWithOtherEnds()
    {
        var state = Run(null, Declare(100), new RemoveLink(Link, Start));

        AssertRejected(RejectionCodes.Unknown, state, Degrade(10));
        Assert.Empty(EventsOf(LinkDecider.Decide(state, new RemoveLink(Link, Start))));
        Assert.Equal("c", Run(state, Declare(100) with { B = new NodeId("c") }).B.Value);
    }

    [Fact]
    public void DeclareLink_WrongValues_IsRejected() => Assert.All<DeclareLink>(
        [
            Declare(0), Declare(-1), Declare(long.MaxValue), Declare(100) with { B = new NodeId("a") },
            Declare(100) with { Delay = new Milliseconds(double.NaN) },
            Declare(100) with { Delay = new Milliseconds(-1) },
            Declare(100) with { Link = new LinkId("a/b") },
        ],
        command => AssertRejected(RejectionCodes.BadValue, null, command));

    [Fact]
    public void Decide_AnyCommands_StaysInTheTableAndRepeatsChangeNothing() => Check(seeds =>
    {
        LinkState? state = null;
        foreach (var seed in seeds)
        {
            LinkCommand command = (seed % 5) switch
            {
                0 => Declare(100 + (seed / 5 % 2)),
                1 or 2 => Degrade(seed / 5 % 4 * 40),
                3 => new RestoreLink(Link, Start),
                _ => new RemoveLink(Link, Start),
            };
            state = EventsOf(LinkDecider.Decide(state, command)).Aggregate(state, LinkDecider.Evolve);

            Assert.Empty(EventsOf(LinkDecider.Decide(state, command)));
            Assert.True(state is null || state.Capacity.Value <= state.Declared.Value);
        }
    });

    private static DeclareLink Declare(long capacity) =>
        new(Link, new NodeId("a"), new NodeId("b"), new BitsPerSecond(capacity), new Milliseconds(2), Start);

    private static DegradeLink Degrade(long capacity) => new(Link, new BitsPerSecond(capacity), "measured", Start);

    private static LinkState Run(LinkState? state, params LinkCommand[] commands) =>
        commands.Aggregate(state, (now, command) =>
            Assert.IsType<Accepted>(LinkDecider.Decide(now, command)).Events.Aggregate(now, LinkDecider.Evolve))!;

    private static void AssertRejected(string code, LinkState? state, LinkCommand command) =>
        Assert.Equal(code, Assert.IsType<Rejected>(LinkDecider.Decide(state, command)).Code);
}
