using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.EventStore.Projections;

/// <summary>
/// A read model that changes in the transaction that appends the events: who reads it sees what is stored, never
/// less. It must depend on nothing but the events, so that a rebuild gives the same rows. Its tables come from a
/// <see cref="Schema.SchemaMigration"/> of its room.
/// </summary>
public interface IInlineProjection
{
    /// <summary>Names the read model, in errors.</summary>
    string Name { get; }

    /// <summary>The tables that it is made of, and nobody else writes. Statements name them without a schema: a
    /// rebuild lets them mean others.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>The types of the events that change it; a rebuild reads no others.</summary>
    IReadOnlyList<Type> Events { get; }

    /// <summary>Adds the statements that take events into account. Called by two writers at once, and again when a
    /// transaction is retried: it changes nothing but the batch. Use arrays (<c>unnest</c>) for many rows, and take
    /// rows in a fixed order, or two groups may deadlock (they are retried then).</summary>
    /// <param name="events">Events, those of other types too. Those of one stream come in order; those of different
    /// streams may come in another order in a rebuild.</param>
    /// <param name="batch">Where the statements go.</param>
    void Project(IReadOnlyList<RecordedEvent> events, NpgsqlBatch batch);
}
