namespace EdgeFlow.Ledger.Reports;

/// <summary>Bytes that went over a link, that went for attempts which came to nothing, that can have gone at most for
/// those which died with their nodes, and that were planned to.</summary>
/// <param name="Tenant">Whose they are.</param>
internal sealed record LinkUsage(string Tenant)
{
    public double Bytes { get; init; }

    public double Price { get; init; }

    public double LostBytes { get; init; }

    public double LostPrice { get; init; }

    public double AtMostBytes { get; init; }

    public double AtMostPrice { get; init; }

    public double PlannedBytes { get; init; }

    public double PlannedPrice { get; init; }

    /// <summary>Both together.</summary>
    public LinkUsage Plus(LinkUsage other) => this with
    {
        Bytes = Bytes + other.Bytes,
        Price = Price + other.Price,
        LostBytes = LostBytes + other.LostBytes,
        LostPrice = LostPrice + other.LostPrice,
        AtMostBytes = AtMostBytes + other.AtMostBytes,
        AtMostPrice = AtMostPrice + other.AtMostPrice,
        PlannedBytes = PlannedBytes + other.PlannedBytes,
        PlannedPrice = PlannedPrice + other.PlannedPrice,
    };
}
