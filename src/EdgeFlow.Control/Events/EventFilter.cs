using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Control.Events;

/// <summary>Which events a reader wants: those that meet every condition that is given. Immutable.</summary>
public sealed record EventFilter
{
    /// <summary>All events.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>Only of this stream, e.g. <c>job-j1</c>; null for all.</summary>
    public string? Stream { get; init; }

    /// <summary>Only this event of its stream, 1 and up; null for all.</summary>
    public long? Version { get; init; }

    /// <summary>Only of these types, e.g. <c>job_submitted</c>; none for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events stored then or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only events stored before then; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what this one asked for, e.g. <c>operator</c>; null for all.</summary>
    public string? Actor { get; init; }

    /// <summary>Only of the story with this correlation id; null for all.</summary>
    public string? Correlation { get; init; }

    /// <summary>Only events of the applications and jobs of this tenant, as <c>tenant_id</c> has it; null for
    /// everybody's, and those of nodes, links and plans.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only what this caused directly, e.g. <c>plan/7</c>; null for all.</summary>
    public string? Causation { get; init; }

    /// <summary>Only up to this place among all events; null for all.</summary>
    public long? Last { get; init; }

    /// <summary>Whether an event is one of them. Pure.</summary>
    public bool Matches(RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (Stream is null || entry.StreamId == Stream)
            && (Last is null || entry.Sequence <= Last)
            && (Version is null || entry.Version == Version)
            && (Types.Count == 0 || Types.Contains(entry.EventType, StringComparer.Ordinal))
            && (Since is null || entry.Timestamp >= Since)
            && (Until is null || entry.Timestamp < Until)
            && (Actor is null || entry.Metadata.Actor == Actor)
            && (Correlation is null || entry.Metadata.CorrelationId == Correlation)
            && (Causation is null || entry.Metadata.CausationId == Causation)
            && (Tenant is null || (entry.Tenant == Tenant && IsTenants(entry.StreamId)));
    }

    // What the default tenant's streams tell of nodes, links and plans is the operator's.
    private static bool IsTenants(string stream) =>
        stream.StartsWith("job-", StringComparison.Ordinal)
        || stream.StartsWith("application-", StringComparison.Ordinal);
}
