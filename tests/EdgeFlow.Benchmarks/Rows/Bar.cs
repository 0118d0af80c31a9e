namespace EdgeFlow.Benchmarks.Rows;

/// <summary>What a figure must reach.</summary>
/// <param name="Limit">The bound; it is itself good enough.</param>
/// <param name="IsLeast">Whether the figure must be at least, not at most, that.</param>
internal readonly record struct Bar(double Limit, bool IsLeast)
{
    /// <summary>At least so much.</summary>
    public static Bar AtLeast(double limit) => new(limit, true);

    /// <summary>At most so much.</summary>
    public static Bar AtMost(double limit) => new(limit, false);

    /// <summary>The bar as the table shows it.</summary>
    public string Text(string unit) => $"{(IsLeast ? "≥" : "≤")} {Figure.Text(Limit)} {unit}";

    /// <summary>Judges a figure; one that is no number misses.</summary>
    public Verdict Judge(double figure) =>
        (IsLeast ? figure >= Limit : figure <= Limit) ? Verdict.Met : Verdict.Missed;
}
