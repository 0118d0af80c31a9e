namespace EdgeFlow.Api.Http;

/// <summary>The limits of the HTTP API. Immutable.</summary>
public sealed record HttpLimits
{
    /// <summary>Largest body of a request, but for results, in bytes.</summary>
    public long MaxBody { get; init; } = 1024 * 1024;

    /// <summary>Largest batch of results, in bytes.</summary>
    public long MaxResults { get; init; } = 20 * 1024 * 1024;

    /// <summary>Longest time of a request, but for a watch.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A body that comes more slowly than this is given up, in bytes a second, after <see
    /// cref="BodyGrace"/>.</summary>
    public double MinBodyRate { get; init; } = 240;

    /// <summary>How long a body may be slower.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time until a request's head is there.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most connections at once.</summary>
    public long MaxConnections { get; init; } = 10_000;

    /// <summary>Entries on a page when the caller names no number.</summary>
    public int Page { get; init; } = 100;

    /// <summary>Most entries on a page.</summary>
    public int MaxPage { get; init; } = 1_000;

    /// <summary>Longest Idempotency-Key, in characters.</summary>
    public int MaxKey { get; init; } = 200;

    /// <summary>How often a silent watch says that it is alive.</summary>
    public TimeSpan WatchBeat { get; init; } = TimeSpan.FromSeconds(10);
}
