using System.Data.Common;

namespace EdgeFlow.TestBed;

/// <summary>The YAML that the bed itself gives to its sidecars.</summary>
internal static class ResourceTexts
{
    /// <summary>What sentry does not start without.</summary>
    public const string SentryConfiguration = """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: daprsystem
        spec:
          mtls:
            enabled: true
        """;

    private static readonly Dictionary<string, string> LibpqNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = "host", ["Server"] = "host", ["Port"] = "port", ["Database"] = "database",
        ["Username"] = "user", ["User"] = "user", ["User ID"] = "user", ["Password"] = "password",
    };

    /// <summary>The state store of actors and workflows.</summary>
    /// <param name="connection">PostgreSQL; null: the sidecar's memory.</param>
    public static string ActorState(string? connection)
    {
        var (type, version) = connection is null ? ("state.in-memory", "v1") : ("state.postgresql", "v2");
        var address = connection is null ? "" : $"\n  - name: connectionString\n    value: \"{Libpq(connection)}\"";
        return $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: statestore
            spec:
              type: {type}
              version: {version}
              metadata:
              - name: actorStateStore
                value: "true"{address}
            """;
    }

    /// <summary>The configuration by which sidecars of one machine find each other.</summary>
    /// <param name="names">The SQLite file in which they enter themselves.</param>
    public static string Configuration(string names) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: bed
        spec:
          nameResolution:
            component: sqlite
            version: v1
            configuration:
              connectionString: "{names}"
        """;

    /// <summary>A connection string as libpq writes it, which daprd's driver reads.</summary>
    public static string Libpq(string connection)
    {
        if (!connection.Contains(';', StringComparison.Ordinal))
        {
            return connection;
        }

        var parts = new DbConnectionStringBuilder { ConnectionString = connection };
        return string.Join(' ', parts.Keys.Cast<string>()
            .Where(LibpqNames.ContainsKey)
            .Select(key => $"{LibpqNames[key]}={parts[key]}"));
    }
}
