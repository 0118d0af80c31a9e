using EdgeFlow.EventStore.GroupCommit;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Registry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.EventStore;

/// <summary>What an event store needs, and its limits. Immutable.</summary>
public sealed record EventStoreOptions
{
    /// <summary>The database's address.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The event types. Register them all before.</summary>
    public required EventRegistry Registry { get; init; }

    /// <summary>The read models that change with each append. Their tables must be there.</summary>
    public IReadOnlyList<IInlineProjection> Projections { get; init; } = [];

    /// <summary>The limits of group commit.</summary>
    public CommitGroupOptions Group { get; init; } = new();

    /// <summary>For how long an operation is tried again while the server is away.</summary>
    public TimeSpan RetryLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most events in one append.</summary>
    public int EventsPerAppendMax { get; init; } = 10_000;

    /// <summary>How often followers look for events although nothing woke them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one statement may take before it is tried again.</summary>
    public TimeSpan StatementLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most connections to the server, beside one for each writer of group commit.</summary>
    public int ConnectionsMax { get; init; } = 20;

    /// <summary>The clock of waits and limits; timestamps of events come from the database.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where deliveries that fail are reported.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
