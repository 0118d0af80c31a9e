using EdgeFlow.Control.Nodes;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class LeaseTableTests
{
    private readonly ManualTime time = new();
    private readonly LeaseTable leases;

    public LeaseTableTests() => leases = new LeaseTable(new LeaseOptions(), time);

    [Fact]
    public void Silent_NothingHeardForTheLease_NamesNodeAndSilence()
    {
        leases.Watch("a", "p1");
        time.Pass(1999);
        Assert.Empty(leases.Silent());
        time.Pass(1);

        var expired = Assert.Single(leases.Silent());

        Assert.Equal(("a", "p1", 2000d), (expired.Node, expired.Incarnation, expired.Silent.TotalMilliseconds));
    }

    [Fact]
    public void Hear_EveryHeartbeat_KeepsTheLease()
    {
        leases.Watch("a", "p1");
        for (var beat = 0; beat < 100; beat++)
        {
            time.Pass(400);
            Assert.True(leases.Hear("a", "p1"));
        }

        Assert.Empty(leases.Silent());
    }

    [Fact]
    public void Hear_FourHeartbeatsMissing_IsNotYetLost()
    {
        leases.Watch("a", "p1");
        time.Pass(4 * 400);

        Assert.Empty(leases.Silent());
        Assert.Single(leases.Silent(TimeSpan.FromMilliseconds(1000)));
    }

    [Fact]
    public void Hear_OtherProcess_DoesNotCount()
    {
        leases.Watch("a", "p2");

        Assert.False(leases.Hear("a", "p1"));
        Assert.False(leases.Hear("b", "p1"));
    }

    [Fact]
    public void Returned_AgainAndAgain_LengthensTheLeaseUpToItsLimit()
    {
        leases.Watch("a", "p1");
        for (var flap = 1; flap <= 6; flap++)
        {
            leases.Forget("a", left: false);
            leases.Returned("a", "p1");
            var stretch = Math.Min(flap + 1, 4);
            time.Pass((2000 * stretch) - 1);
            Assert.Empty(leases.Silent());
            time.Pass(1);
            Assert.Single(leases.Silent());
        }
    }

    [Fact]
    public void Returned_LongAgo_NoLongerCounts()
    {
        leases.Watch("a", "p1");
        leases.Returned("a", "p1");
        time.Pass(60_001);
        leases.Hear("a", "p1");
        time.Pass(2000);

        Assert.Single(leases.Silent());
    }

    [Fact]
    public void Watch_WithGrace_WaitsForTheFirstHeartbeat()
    {
        leases.Watch("a", "p1", TimeSpan.FromMilliseconds(4000));
        time.Pass(3999);
        Assert.Empty(leases.Silent());
        leases.Hear("a", "p1");
        time.Pass(2000);

        Assert.Single(leases.Silent());
    }

    [Fact]
    public void IsNewest_OvertakenHeartbeat_IsNot()
    {
        leases.Watch("a", "p1");

        Assert.True(leases.IsNewest("a", "p1", 2));
        Assert.False(leases.IsNewest("a", "p1", 1));
        Assert.False(leases.IsNewest("a", "p1", 2));
        Assert.True(leases.IsNewest("a", "p1", 3));
    }

    [Fact]
    public void Forget_LostNode_IsNotReportedAgain()
    {
        leases.Watch("a", "p1");
        time.Pass(5000);
        leases.Forget("a", left: false);

        Assert.Empty(leases.Silent());
        Assert.False(leases.IsHeld("a"));
        Assert.False(leases.Hear("a", "p1"));
    }
}
