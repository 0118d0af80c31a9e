using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Settings;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Control.Settings;

public class StartOptionsTests
{
    private static readonly PlanningOptions Odd = new()
    {
        Policy = "heft",
        Seed = ulong.MaxValue,
        Model = new SnapshotOptions(ComputeModel.Exclusive, DuplexModel.Full, Objective.ProportionalFair, 0.5),
        FullMesh = false,
        MeshBitsPerSecond = 7,
        MeshDelayMs = 0.5,
        ProfilePause = TimeSpan.FromMilliseconds(20),
        ImproveAfter = null,
        ImproveWork = 9,
        DefaultWorkGmac = 2.5,
        DefaultFrameBytes = 3,
        DefaultBatchFrames = 4,
    };

    [Fact]
    public void Decide_SameOptionsAgain_AddsNothingAndOthersAreAnEvent()
    {
        var first = Noted(null, new PlanningOptions());

        Assert.Empty(Decided(first, new PlanningOptions()).Events);
        Assert.Equal(StartShape.Of(Odd), Noted(first, Odd).Planning);
        var newer = first with { Program = "of tomorrow" };
        Assert.Single(Assert.IsType<Accepted>(StartDecider.Decide(
            first, new NoteStart(newer, DateTimeOffset.UnixEpoch))).Events);
    }

    [Fact]
    public void Decide_TooManyPolicies_IsRejected()
    {
        var options = Noted(null, new PlanningOptions()) with
        {
            Policies = [.. Enumerable.Repeat("tier0/1", StartOptions.MaxPolicies + 1)],
        };

        Assert.IsType<Rejected>(StartDecider.Decide(null, new NoteStart(options, DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public void Started_OptionsOfThen_TakeThePlaceOfOnesOwnAndLeavePins()
    {
        Assert.Equal(Odd, new PlanningOptions().Started(StartShape.Of(Odd)));
        Assert.Equal(Odd, Odd.Started(null));
        var pinned = new PlanningOptions { PinnedPolicy = "tier0", PinnedDuplex = DuplexModel.Half };
        var now = pinned.Started(StartShape.Of(Odd)).Under(PlannerSettings.None);
        Assert.Equal((true, DuplexModel.Half), (now.IsUsual, now.Model.Duplex));
    }

    [Fact]
    public void Started_NamesThatAreNotKnownHere_LeaveWhatWasThere()
    {
        var tomorrow = StartShape.Of(Odd) with
        {
            Policy = "of-tomorrow", Compute = "7", Duplex = "half,full", Objective = "of-tomorrow",
        };

        var now = new PlanningOptions().Started(tomorrow);

        Assert.True(now.IsUsual);
        Assert.Equal(SnapshotOptions.Default with { MostMoved = 0.5 }, now.Model);
    }

    [Fact]
    public void Look_OptionsOfTheStatesControlPlane_AreInTheSnapshot()
    {
        var state = new NetworkState(null, [], [], []) { Started = StartShape.Of(Odd) };
        var planner = new WarmPlanner(new PlanningOptions());

        var snapshot = planner.Look(state);

        Assert.Equal(Odd.Model, snapshot.Options);
        Assert.StartsWith("heft", planner.Plan(snapshot).Report.Policy, StringComparison.Ordinal);
    }

    private static StartOptions Noted(StartOptions? before, PlanningOptions planning) => StartDecider.Evolve(
        before, Assert.IsType<ControlPlaneConfigured>(Assert.Single(Decided(before, planning).Events)));

    private static Accepted Decided(StartOptions? before, PlanningOptions planning) =>
        Assert.IsType<Accepted>(StartDecider.Decide(before, new NoteStart(
            StartShape.Of(planning, new LeaseOptions(), new LeaderOptions { Holder = "one" }),
            DateTimeOffset.UnixEpoch)));
}
