namespace EdgeFlow.Benchmarks.Rows;

/// <summary>One line of a printed table: all in words, so that every kind of measurement fits.</summary>
/// <param name="What">What was measured, and under which load.</param>
/// <param name="Measured">Median (least – most) with its unit.</param>
/// <param name="Baseline">What it is compared with, in the same run; empty when with nothing.</param>
/// <param name="Ratio">Measured to baseline, turn by turn: median (least – most); empty without a baseline.</param>
/// <param name="Must">The bar.</param>
/// <param name="Verdict">Whether the bar is met.</param>
internal sealed record Row(
    string What, string Measured, string Baseline, string Ratio, string Must, Verdict Verdict)
{
    /// <summary>A row that could not be measured here, and why.</summary>
    public static Row Skipped(string what, string why) => new(what, why, "", "", "", Verdict.Skipped);

    /// <summary>A row that is only printed.</summary>
    public static Row Printed(string what, string measured, string baseline = "") =>
        new(what, measured, baseline, "", "print", Verdict.Printed);

    /// <summary>A row whose bar is on the ratio to a baseline that took turns with it.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="ours">Our figures, one a turn.</param>
    /// <param name="named">The baseline's name.</param>
    /// <param name="baseline">The baseline's figures, of the same turns.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="bar">The bar on the ratio.</param>
    public static Row Compared(string what, Series ours, string named, Series baseline, string unit, Bar bar)
    {
        var ratio = ours.Over(baseline);
        return new Row(
            what, ours.Text(unit), $"{named}: {baseline.Text(unit)}", ratio.Text("×"), bar.Text("×"),
            bar.Judge(ratio.Median));
    }

    /// <summary>A row whose bar is on what was measured.</summary>
    public static Row Bounded(string what, Series ours, string unit, Bar bar) =>
        new(what, ours.Text(unit), "", "", bar.Text(unit), bar.Judge(ours.Median));
}
