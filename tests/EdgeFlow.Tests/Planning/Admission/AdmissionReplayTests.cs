using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Requests;
using EdgeFlow.Planning.Admission;
using Xunit;

namespace EdgeFlow.Tests.Planning.Admission;

/// <summary>Requests that come and go: every answer audited in whole numbers, and better than ranking nodes.</summary>
public sealed class AdmissionReplayTests
{
    [Theory]
    [InlineData(11, 0.08)]
    [InlineData(12, 0.32)]
    public void Replay_FreshInstance_IsAboveTheRankHeuristic(int seed, double rate)
    {
        var instance = EmbeddingWorld.Generate((ulong)seed, rate, requests: 150);
        var ours = Replay(instance);
        var rank = new RankHeuristic(instance).Run();
        Assert.True(ours.Acceptance >= rank.Acceptance, $"{ours} {rank}");
        Assert.True(ours.TimeRevenue >= rank.TimeRevenue, $"{ours} {rank}");
        Assert.True(ours.RevenueToCost > rank.RevenueToCost, $"{ours} {rank}");
    }

    [SkippableTheory]
    [InlineData("wx100-rate0.16-seed0.json")]
    public void Replay_SharedFile_IsAboveEveryHeuristicInIt(string file)
    {
        var path = Path.Combine(
            Onnx.SharedData.Repository, "..", "shared", "data", "planner", "embedding", file);
        Skip.IfNot(File.Exists(path), $"{path} is not there");
        var instance = EmbeddingFile.Read(path);
        Assert.Equal(1000, instance.Requests.Count);
        Assert.Equal(4, instance.Results.Count);
        var ours = Replay(instance, AdmissionLimits.Default with { Work = 3_000 });
        Assert.All(instance.Results, other =>
        {
            Assert.True(ours.Acceptance > other.Acceptance, other.Name);
            Assert.True(ours.Revenue > other.Revenue, other.Name);
            Assert.True(ours.TimeRevenue > other.TimeRevenue, other.Name);
            Assert.True(ours.RevenueToCost >= other.RevenueToCost, other.Name);
        });
    }

    [Fact]
    public void Replay_Twice_IsTheSame()
    {
        var instance = EmbeddingWorld.Generate(13, 0.16, requests: 100);
        Assert.Equal(Replay(instance), Replay(instance));
    }

    [Fact]
    public void Generate_DefaultSettings_HasTheFamilysSizes()
    {
        var instance = EmbeddingWorld.Generate(5, 0.08);
        Assert.Equal(100, instance.Cpu.Count);
        Assert.InRange(instance.Links.Count, 400, 700);
        Assert.InRange(instance.Requests.Average(r => r.Cpu.Count), 5.7, 6.3);
        Assert.InRange(instance.Requests[^1].Arrival, 11_000, 14_000);
        Assert.All(instance.Requests, r => Assert.All(r.Links, l => Assert.InRange(l.Bandwidth, 0, 50)));
    }

    [Theory]
    [InlineData(0, "is not embedded whole")]
    [InlineData(1, "two nodes on one")]
    [InlineData(2, "does not lead")]
    [InlineData(3, "there is no link")]
    [InlineData(4, "more than is left")]
    public void Take_BadAnswer_IsRefused(int kind, string words)
    {
        var instance = new EmbeddingInstance(
            "line", [10, 10, 10], [new EmbeddingLink(0, 1, 10), new EmbeddingLink(1, 2, 10)], [], []);
        var request = new EmbeddingRequest(0, 0, 1, [5, 5], [new EmbeddingLink(0, 1, kind == 4 ? 11 : 10)]);
        EmbeddingAnswer answer = kind switch
        {
            0 => new([0], [[0, 1]]),
            1 => new([0, 0], [[0, 1]]),
            2 => new([0, 1], [[1, 2]]),
            3 => new([0, 2], [[0, 2]]),
            _ => new([0, 1], [[0, 1]]),
        };
        Assert.Contains(words, new EmbeddingAudit(instance).Take(request, answer), StringComparison.Ordinal);
    }

    private static ReplayResult Replay(EmbeddingInstance instance, AdmissionLimits? limits = null)
    {
        var board = new AdmissionBoard(instance.Network(), limits);
        return new RequestReplay(instance, job => board.Offer(job, 1).Plan, board.Release).Run();
    }
}
