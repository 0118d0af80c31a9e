namespace EdgeFlow.Planning.Snapshots;

/// <summary>The readings of the model that a snapshot is to be planned under.</summary>
/// <param name="Compute">Whether tasks on a node share its speed.</param>
/// <param name="Duplex">Whether both directions of a link share its capacity.</param>
/// <param name="Objective">What the rates of stream jobs are chosen for.</param>
/// <param name="MostMoved">
/// Part (0 to 1) of the tasks of running jobs that one plan of tier 0 may move although they could stay, rounded up to
/// a whole task; eight may always, unless this is 0. What must move is not limited.
/// </param>
public sealed record SnapshotOptions(
    ComputeModel Compute, DuplexModel Duplex, Objective Objective = Objective.MaxMin,
    double MostMoved = SnapshotOptions.UsualMostMoved)
{
    /// <summary>The part that may move when nobody says otherwise.</summary>
    public const double UsualMostMoved = 0.1;

    /// <summary>Shared compute, half-duplex links: what real machines and the thesis' constraint (3.7) do.</summary>
    public static SnapshotOptions Default { get; } = new(ComputeModel.Shared, DuplexModel.Half);
}
