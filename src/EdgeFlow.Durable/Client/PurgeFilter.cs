namespace EdgeFlow.Durable;

/// <summary>Which ended instances a purge deletes; an absent bound is no bound.</summary>
/// <param name="CreatedFrom">Only those created at this time or later.</param>
/// <param name="CreatedTo">Only those created at this time or earlier.</param>
/// <param name="Statuses">Only those that stand so; null for every ended one.</param>
public sealed record PurgeFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IReadOnlyList<InstanceStatus>? Statuses = null);
