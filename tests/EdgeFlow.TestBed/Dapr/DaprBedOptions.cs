namespace EdgeFlow.TestBed;

/// <summary>What a bed of Dapr is made of.</summary>
public sealed record DaprBedOptions
{
    /// <summary>Whether sentry runs and everybody speaks mTLS.</summary>
    public bool Mtls { get; init; }

    /// <summary>
    /// The PostgreSQL in which actors and workflows live (an Npgsql or a libpq connection string), one database for
    /// all sidecars of the bed; null: each sidecar keeps them in its memory and loses them when it is killed.
    /// </summary>
    public string? StateConnection { get; init; }
}
