using System.Text.Json;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.Backtests;
using EdgeFlow.Ledger.Branches;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Events;
using EdgeFlow.Tests.Ledger.Branches;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Backtests;

/// <summary>A history under other policies.</summary>
public sealed class BacktestTests
{
    private const string Head = "{\"sequence\":1,\"version\":1,\"at\":\"2026-01-01T00:00:00Z\",";

    [Fact]
    public void Run_PolicyAgainstItself_IsTheSameToTheLastDigit()
    {
        var recording = Busy();

        var report = Run(recording, "tier0", "tier0/4");

        Assert.NotEmpty(report.Comparisons);
        Assert.All(report.Comparisons, comparison =>
        {
            Assert.Equal((0, 0, 0), (comparison.Worsening, comparison.Low, comparison.High));
            Assert.True(comparison.Verdict is BacktestVerdict.Same or BacktestVerdict.Unknown);
        });
        Assert.False(report.HasWorse);
    }

    [Fact]
    public void Run_PolicyThatCrowdsOneNode_IsWorse()
    {
        var report = Run(Busy(), "tier0", "first-fit");

        Assert.True(report.HasWorse, string.Join('\n', report.Comparisons));
        var rate = report.Comparisons.Single(comparison => comparison.Measure == BacktestMeasure.Rate);
        Assert.Equal(BacktestVerdict.Worse, rate.Verdict);
        Assert.True(rate.Value < rate.Baseline && rate.Low > 0);
    }

    [Fact]
    public void Run_WorseByLessThanAllowed_IsNotFailed() => Assert.DoesNotContain(
        Backtest.Run(Busy(), BranchWindow.Whole(Busy()), ["tier0", "first-fit"], 9, 1, 1).Comparisons,
        comparison => comparison.Verdict == BacktestVerdict.Worse);

    [Fact]
    public void Run_SameSeed_SameReport() => Assert.Equal(
        JsonSerializer.Serialize(Run(Busy(), "tier0", "random")),
        JsonSerializer.Serialize(Run(Busy(), "tier0", "random")));

    [Fact]
    public void Interval_KnownDifference_HoldsIt()
    {
        var draws = new Draws(7);
        var here = Enumerable.Range(0, 200).Select(_ => 10.0 + draws.Below(5)).ToList();
        var there = here.Select(value => value * 1.1 + (draws.Below(3) - 1) * 0.1).ToList();

        var (ratio, low, high) = PairedBootstrap.Interval(here, there, here, 1);

        Assert.InRange(ratio, 0.099, 0.101);
        Assert.True(low < ratio && ratio < high && high - low < 0.01);
    }

    [Fact]
    public async Task Read_ExportedLines_GiveTheSameBranches()
    {
        var history = History();
        var lines = history.Events.Select(entry => JsonSerializer.Serialize(
            new EventView(
                entry.Sequence, entry.StreamId, entry.Version, entry.EventType, entry.Timestamp,
                JsonDocument.Parse(DomainJson.Write(entry.Data)).RootElement),
            ProtocolJson.Options));

        var read = await HistoryFile.Read(new StringReader(string.Join('\n', lines)), default);

        Assert.Equal(
            JsonSerializer.Serialize(Run(history.Recording, "tier0", "otfs")),
            JsonSerializer.Serialize(Run(Recording.Of(read, PlannedHistory.Options), "tier0", "otfs")));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("\n\n[]", "line 3")]
    [InlineData(Head + "\"stream\":null,\"type\":\"x\",\"data\":{}}", "line 1")]
    [InlineData(Head + "\"stream\":\"job-a\",\"type\":\"job_planned\",\"data\":7}", "line 1")]
    [InlineData(Head + "\"stream\":\"job-a\",\"type\":\"job_planned\",\"data\":{\"epoch\":\"x\"}}", "line 1")]
    public async Task Read_MalformedLine_SaysWhere(string text, string where)
    {
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(
            () => HistoryFile.Read(new StringReader(text), default));

        Assert.StartsWith(where, wrong.Message, StringComparison.Ordinal);
    }

    private static BacktestReport Run(Recording recording, params string[] policies) =>
        Backtest.Run(recording, BranchWindow.Whole(recording), policies, 0, 1, 2);

    private static Recording Busy() => History().Recording;

    // Streams that share a few nodes: whoever puts them all on the first leaves the others idle.
    private static PlannedHistory History()
    {
        var history = new PlannedHistory();
        for (var k = 0; k < 6; k++)
        {
            history.Register($"n{k}", 10);
        }

        for (var k = 0; k < 10; k++)
        {
            history.Pass(10);
            history.Submit(k % 4 == 3 ? JobMode.Batch : JobMode.Stream);
            history.Plan();
        }

        history.Pass(100);
        history.Register("n9");
        history.Plan();
        return history;
    }
}
