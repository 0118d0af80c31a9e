namespace EdgeFlow.EventStore.Hosting;

/// <summary>Where PostgreSQL comes from, and the limits of running one. Immutable.</summary>
public sealed record PostgresOptions
{
    /// <summary>The folder of a server that we run ourselves. Created if absent; one process at a time owns it.
    /// If we are root and the account that the server runs under cannot reach it, a folder below
    /// <c>/var/lib/edgeflow</c> takes its place: see <see cref="PostgresServer.Folder"/>.</summary>
    public required string Folder { get; init; }

    /// <summary>An address given by the user: if set, no server is run, and this one is only checked.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A folder holding <c>postgres</c> and <c>initdb</c>; null to look for one: installed first, then
    /// the npm package.</summary>
    public string? BinaryFolder { get; init; }

    /// <summary>Whether an installed server goes before the one of the npm package.</summary>
    public bool PreferInstalled { get; init; } = true;

    /// <summary>The <c>node_modules</c> folder to look in; null to look upwards from here.</summary>
    public string? NodeModules { get; init; }

    /// <summary>The database to create and to name in the connection string.</summary>
    public string Database { get; init; } = "edgeflow";

    /// <summary>Null: only a private Unix socket. A number: also this port of the loopback address, 0 for a free
    /// one, for clients that speak only TCP.</summary>
    public int? LoopbackPort { get; init; }

    /// <summary>How long a server may take until it answers, a crash recovery included.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a clean stop may take before the server is stopped without one (it then recovers on its
    /// next start; nothing that was committed is lost).</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many failed restarts in a row are tried before the server is given up.</summary>
    public int RestartLimit { get; init; } = 20;

    /// <summary>The wait before the first restart; it doubles up to <see cref="RestartDelayMax"/>.</summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait between two restarts.</summary>
    public TimeSpan RestartDelayMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many clients may be connected at once.</summary>
    public int MaxConnections { get; init; } = 200;
}
