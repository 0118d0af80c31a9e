namespace EdgeFlow.EventStore.Projections;

/// <summary>How a rebuild went. Immutable.</summary>
/// <param name="Model">The read model.</param>
/// <param name="Events">How many events there were, of all types.</param>
/// <param name="Filled">How long the tables took up to the end of the history as it was at the start.</param>
/// <param name="Elapsed">How long all took.</param>
/// <param name="Held">How long appends waited.</param>
/// <param name="Differences">A check only: rows that the running tables and the rebuilt ones do not share, at most <see
/// cref="MaxDifferences"/> a table and side.</param>
public sealed record RebuildReport(
    string Model, long Events, TimeSpan Filled, TimeSpan Elapsed, TimeSpan Held, IReadOnlyList<string> Differences)
{
    /// <summary>Most differences told, of each table and side.</summary>
    public const int MaxDifferences = 5;
}
