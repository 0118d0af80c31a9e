namespace EdgeFlow.Protocol.Reports;

/// <summary>What one job, node, tenant, link or day used.</summary>
/// <param name="Name">Its name; a day as <c>2026-03-04</c>, in UTC.</param>
/// <param name="Frames">Streams: frames that went through every task of a job that ran there.</param>
/// <param name="ComputeSeconds">Seconds of computation, over all cores.</param>
/// <param name="LinkBytes">Bytes over links; a byte that crosses two links counts twice.</param>
/// <param name="EnergyJoules">Energy above idle by the nodes' models, in joules.</param>
/// <param name="Price">Price of computation and links, in the operator's currency.</param>
public sealed record UsageRow(
    string Name, UsageFigure Frames, UsageFigure ComputeSeconds, UsageFigure LinkBytes, UsageFigure EnergyJoules,
    UsageFigure Price)
{
    /// <summary>What attempts used that came to nothing; apart from the figures above.</summary>
    public LostUsage Lost { get; init; } = new(0, 0, 0, 0);

    /// <summary>What attempts can have used at most that died with their nodes, beside <see cref="Lost"/>: an estimate,
    /// from the earliest moment at which each can have begun to its node's last sign of life.</summary>
    public LostUsage LostAtMost { get; init; } = new(0, 0, 0, 0);
}
