namespace EdgeFlow.Benchmarks.Rows;

/// <summary>The figures of one contender, one a turn, in the order of the turns. Never empty.</summary>
internal sealed class Series(IReadOnlyList<double> turns)
{
    /// <summary>The figures in the order of the turns.</summary>
    public IReadOnlyList<double> Turns => turns;

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            var sorted = turns.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>The least.</summary>
    public double Min => turns.Min();

    /// <summary>The most.</summary>
    public double Max => turns.Max();

    /// <summary>
    /// The ratios turn by turn: what else the machine does at that moment slows both, so that they scatter less than
    /// the figures do.
    /// </summary>
    public Series Over(Series baseline) =>
        new([.. turns.Zip(baseline.Turns, (ours, theirs) => ours / theirs)]);

    /// <summary>Median (least – most) and the unit.</summary>
    public string Text(string unit) => turns.Count == 1
        ? $"{Figure.Text(Median)} {unit}"
        : $"{Figure.Text(Median)} ({Figure.Text(Min)} – {Figure.Text(Max)}) {unit}";
}
