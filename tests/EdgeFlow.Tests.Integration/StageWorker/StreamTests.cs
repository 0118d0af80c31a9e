using EdgeFlow.Protocol.Directives;
using EdgeFlow.StageWorker.Directives;
using Xunit;

namespace EdgeFlow.Tests.Integration.StageWorker;

public sealed class StreamTests
{
    [Fact]
    public async Task Host_ChainOverThreeNodes_GivesEveryFrameOnce()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");

        await cluster.Host("job", 1, Chain(300));

        await AllStored(cluster, "c", 300);
        Assert.Equal(300, cluster.Control.Totals["job"]);
        Assert.Equal("\"c(b(7))\"", cluster.Control.Results[("job", "c", 7)].Payload!.Value.GetRawText());
        await cluster.Until(
            () => cluster.Control.Beats["n1"].Stages is [{ FramesOut: 300, Unacknowledged: 0 }], "acked");
        await cluster.Until(() => cluster.Control.Profiles.Count == 3, "profiles");
    }

    [Fact]
    public async Task Host_DiamondWithJoin_JoinsByFrame()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");

        await cluster.Host("job", 1, Diamond("n2", 200));

        await AllStored(cluster, "d", 200);
        Assert.Equal("d(b(9)+c(9))", cluster.Control.Results[("job", "d", 9)].Payload!.Value.GetString());
    }

    [Fact]
    public async Task Host_EpochsThatChangeWhileFramesFlow_LoseNothing()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");
        for (var epoch = 1; epoch <= 6; epoch++)
        {
            await cluster.Host("job", epoch, Diamond(epoch % 2 == 0 ? "n2" : "n3", 400));
            var enough = epoch * 40;
            await cluster.Until(() => cluster.Control.Results.Count >= enough, $"{enough} results");
        }

        await AllStored(cluster, "d", 400);
    }

    [Fact]
    public async Task Kill_MiddleNode_LosesNothingAndRepeatsNothing()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3", "n4");
        await cluster.Host("job", 1, Diamond("n2", 300, delayMs: 2));
        await cluster.Until(() => cluster.Control.Results.Count > 50, "50 results");

        await cluster.Kill("n2");
        await cluster.Host("job", 2, Diamond("n4", 300, delayMs: 2));

        await AllStored(cluster, "d", 300);
        await cluster.Until(
            () => cluster.Control.Beats["n1"].Stages is [{ Unacknowledged: 0, FramesOut: >= 300 }], "acked");
    }

    [Fact]
    public async Task Kill_SourceAndSinkNodesInTurn_LosesNothing()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");
        await cluster.Host("job", 1, Chain(300, 2));
        await cluster.Until(() => cluster.Control.Results.Count > 30, "30 results");
        await cluster.Kill("n3");
        await cluster.Add("n3");
        await cluster.Host("job", 2, Chain(300, 2));
        await cluster.Until(() => cluster.Control.Results.Count > 100, "100 results");
        await cluster.Kill("n1");
        await cluster.Add("n1");

        await cluster.Host("job", 3, Chain(300, 2));

        await AllStored(cluster, "c", 300);
    }

    [Fact]
    public async Task Store_ControlPlaneThatIsAway_IsRiddenOut()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");
        await cluster.Host("job", 1, Chain(400, 1));
        await cluster.Until(() => cluster.Control.Results.Count > 20, "20 results");

        cluster.Control.IsAway = true;
        await cluster.Until(() => TestStages.Runs.Count > 0, "stages run");
        cluster.Control.IsAway = false;

        await AllStored(cluster, "c", 400);
    }

    [Fact]
    public async Task Store_SinkThatIsStuck_HoldsTheSourceBack()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");
        cluster.Control.HoldsResults = true;
        var window = cluster.Limits.Flow.WindowFrames;

        await cluster.Host("job", 1, Chain(100_000));
        await cluster.Until(
            () => cluster.Control.Beats["n1"].Stages is [var stage] && stage.FramesIn >= window, "full");
        var heard = cluster.Control.Beats["n1"].Sequence;
        await cluster.Until(() => cluster.Control.Beats["n1"].Sequence > heard + 6, "six more heartbeats");

        var source = Assert.Single(cluster.Control.Beats["n1"].Stages);
        Assert.InRange(source.FramesIn, window, window + 8);
        Assert.InRange(source.Unacknowledged, 1, window + 8);
        cluster.Control.HoldsResults = false;
        await cluster.Until(() => cluster.Control.Results.Count > 10 * window, "goes on");
    }

    [Fact]
    public async Task Host_StageThatFails_MakesErrorResultsAndLosesNone()
    {
        await using var cluster = await Cluster.Start("n1", "n2");
        await cluster.Host("job", 1,
        [
            new("a", "n1", "numbers") { Frames = 20 },
            new("b", "n2", "fail-odd", "a"),
            new("c", "n1", "tag", "b"),
        ]);

        await AllStored(cluster, "c", 20);

        Assert.Equal("b: BadInput: frame 3 is odd", cluster.Control.Results[("job", "c", 3)].Error);
        Assert.Equal("\"c(b(4))\"", cluster.Control.Results[("job", "c", 4)].Payload!.Value.GetRawText());
        await cluster.Until(() => cluster.Control.Beats["n2"].Stages is [{ Errors: 10 }], "counted");
    }

    [Fact]
    public async Task Host_StageThatHangs_TimesOutIntoErrorResults()
    {
        await using var cluster = await Cluster.Start("n1");

        await cluster.Host("job", 1,
        [
            new("a", "n1", "numbers") { Frames = 3 },
            new("b", "n1", "hang", "a") { TimeoutMs = 50 },
        ]);

        await AllStored(cluster, "b", 3);
        Assert.StartsWith("b: Timeout", cluster.Control.Results[("job", "b", 0)].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OlderEpoch_IsRefused()
    {
        await using var cluster = await Cluster.Start("n1");
        await cluster.Host("job", 5, [new("a", "n1", "numbers") { Frames = 1 }]);

        var refused = await Assert.ThrowsAsync<DirectiveFailedException>(
            () => cluster["n1"].Directives.Host(new HostDirective("job", 4, [], []), default));

        Assert.Equal(("StaleEpoch", true), (refused.ErrorType, refused.IsNonRetriable));
        await cluster["n1"].Directives.Host(new HostDirective("job", 5, [], []), default);
        await AllStored(cluster, "a", 1);
    }

    [Fact]
    public async Task Host_RelayedAndShapedFlow_ArrivesAtTheAllottedPace()
    {
        await using var cluster = await Cluster.Start("n1", "n2", "n3");
        var startedAt = TimeProvider.System.GetTimestamp();

        // Twenty frames of 50 KB at 4 Mbit/s take two seconds.
        await cluster.Host("job", 1,
            [new("a", "n1", "numbers") { Frames = 20, Bytes = 50_000, BitsPerSecond = 4_000_000 },
                new("b", "n3", "tag", "a")],
            ("a", "b", "n2"));

        await AllStored(cluster, "b", 20);
        var seconds = TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds;
        Assert.InRange(seconds, 1.6, 8);
        await cluster.Until(() => cluster.Control.Beats["n1"].Stages is [{ BytesOut: >= 1_000_000 }], "bytes counted");
    }

    [Fact]
    public async Task Host_RatePerSecond_PacesTheSource()
    {
        await using var cluster = await Cluster.Start("n1");
        var startedAt = TimeProvider.System.GetTimestamp();

        await cluster.Host("job", 1, [new("a", "n1", "numbers") { Frames = 30, Rate = 20 }]);

        await AllStored(cluster, "a", 30);
        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds, 1.3, 6);
    }

    private static async Task AllStored(Cluster cluster, string sink, int frames)
    {
        await cluster.Until(() => cluster.Control.Results.Count >= frames, $"{frames} results");
        Assert.Equal(Enumerable.Range(0, frames).Select(i => (long)i), cluster.Control.Frames("job", sink));
    }

    private static PlannedTask[] Chain(int frames, int delayMs = 0) =>
    [
        new("a", "n1", "numbers") { Frames = frames },
        new("b", "n2", "tag", "a") { DelayMs = delayMs },
        new("c", "n3", "tag", "b"),
    ];

    private static PlannedTask[] Diamond(string middle, int frames, int delayMs = 0) =>
    [
        new("a", "n1", "numbers") { Frames = frames },
        new("b", middle, "tag", "a") { DelayMs = delayMs },
        new("c", "n3", "tag", "a"),
        new("d", middle, "tag", "b", "c"),
    ];
}
