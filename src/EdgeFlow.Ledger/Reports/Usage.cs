namespace EdgeFlow.Ledger.Reports;

/// <summary>Computation that was used, that attempts used which came to nothing, that those can have used at most which
/// died with their nodes, and that was planned.</summary>
/// <param name="Tenant">Whose it is.</param>
internal sealed record Usage(string Tenant)
{
    public double Frames { get; init; }

    public double ComputeMs { get; init; }

    public double Joules { get; init; }

    public double Price { get; init; }

    public double LostComputeMs { get; init; }

    public double LostJoules { get; init; }

    public double LostPrice { get; init; }

    public double AtMostComputeMs { get; init; }

    public double AtMostJoules { get; init; }

    public double AtMostPrice { get; init; }

    public double PlannedFrames { get; init; }

    public double PlannedComputeMs { get; init; }

    public double PlannedJoules { get; init; }

    public double PlannedPrice { get; init; }

    /// <summary>Both together.</summary>
    public Usage Plus(Usage other) => this with
    {
        Frames = Frames + other.Frames,
        ComputeMs = ComputeMs + other.ComputeMs,
        Joules = Joules + other.Joules,
        Price = Price + other.Price,
        LostComputeMs = LostComputeMs + other.LostComputeMs,
        LostJoules = LostJoules + other.LostJoules,
        LostPrice = LostPrice + other.LostPrice,
        AtMostComputeMs = AtMostComputeMs + other.AtMostComputeMs,
        AtMostJoules = AtMostJoules + other.AtMostJoules,
        AtMostPrice = AtMostPrice + other.AtMostPrice,
        PlannedFrames = PlannedFrames + other.PlannedFrames,
        PlannedComputeMs = PlannedComputeMs + other.PlannedComputeMs,
        PlannedJoules = PlannedJoules + other.PlannedJoules,
        PlannedPrice = PlannedPrice + other.PlannedPrice,
    };
}
