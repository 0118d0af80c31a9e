using EdgeFlow.Ledger.Reports;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Reports;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reports;

/// <summary>How reports are asked for and written down.</summary>
public sealed class ReportTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("+cmd|x", "'+cmd|x")]
    [InlineData("-a", "'-a")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=A1,\"x\"", "\"'=A1,\"\"x\"\"\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("", "")]
    public void Cell_AnyText_IsNoFormulaAndOneCell(string text, string cell) => Assert.Equal(cell, CsvText.Cell(text));

    [Fact]
    public void Row_Figures_HaveUnitsInTheHeaderAndNameWhatDrifts()
    {
        var row = new UsageRow(
            "j", Drift.Of(10, 10), Drift.Of(1.5, 1), Drift.Of(0, 0), Drift.Of(2, 4), Drift.Of(0.1, 0.1))
        {
            Lost = new LostUsage(0.25, 700, 5, 0.5), LostAtMost = new LostUsage(1.25, 0, 2, 0.125),
        };

        Assert.Equal(
            "job,frames,planned_frames,compute_seconds,planned_compute_seconds,link_bytes,planned_link_bytes,"
            + "energy_joules,planned_energy_joules,price,planned_price,drifting,"
            + "lost_compute_seconds,lost_link_bytes,lost_energy_joules,lost_price,"
            + "lost_at_most_compute_seconds,lost_at_most_link_bytes,lost_at_most_energy_joules,lost_at_most_price\r\n",
            UsageCsv.Header("job"));
        Assert.Equal(
            "j,10,10,1.5,1,0,0,2,4,0.1,0.1,compute_seconds energy_joules,0.25,700,5,0.5,1.25,0,2,0.125\r\n",
            UsageCsv.Row(row));
    }

    [Theory]
    [InlineData(1.2, 1, false)]
    [InlineData(1.21, 1, true)]
    [InlineData(0.79, 1, true)]
    [InlineData(5, 0, false)]
    public void Of_Figures_AreMarkedBeyondTheRule(double measured, double planned, bool isDrifting) =>
        Assert.Equal(isDrifting, Drift.Of(measured, planned).IsDrifting);

    [Fact]
    public void Read_NoTimes_IsTheLastThirtyDaysOnWholeHours()
    {
        var query = Read("job").Value!;

        Assert.Equal(new DateTimeOffset(2026, 3, 4, 13, 0, 0, TimeSpan.Zero), query.Until);
        Assert.Equal(query.Until.AddDays(-30), query.Since);
    }

    [Fact]
    public void Read_BadQuestions_AreRefusedEachForItsReason()
    {
        Assert.Equal(ProblemKinds.NotFound, Read("job'; drop table jobs").Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("job", "' or 1=1").Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("day", "yesterday").Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("job", since: Now.AddDays(1)).Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("job", since: Now.AddDays(-500)).Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("job", limit: 0).Refusal!.Kind);
        Assert.Equal(ProblemKinds.InvalidQuery, Read("job", limit: 1_001).Refusal!.Kind);
        Assert.Null(Read("tenant", "*DEFAULT*").Refusal);
        Assert.Null(Read("day", "2026-03-04").Refusal);
        Assert.NotNull(Read("job", since: DateTimeOffset.MinValue, limit: 5).Refusal);
    }

    private static EdgeFlow.Control.Answers.Answer<UsageQuery> Read(
        string kind, string? name = null, DateTimeOffset? since = null, int? limit = null) =>
        UsageQuery.Read(kind, name, since, null, null, null, limit, Now);
}
