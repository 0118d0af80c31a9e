namespace EdgeFlow.EventStore.Projections;

/// <summary>
/// A read model whose rows the database itself can make of all its events at once: a rebuild then moves no event out of
/// the database and parses none. The rows must be those that <see cref="IInlineProjection.Project"/> leads to; a check
/// of the rebuild tells when they are not.
/// </summary>
public interface ISetProjection : IInlineProjection
{
    /// <summary>Statements that fill the empty tables. <c>$1</c> is the number of the last event that counts,
    /// <c>$2</c> the stored names of the events.</summary>
    IReadOnlyList<string> Fill { get; }
}
