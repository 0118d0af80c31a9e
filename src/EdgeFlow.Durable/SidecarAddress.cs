namespace EdgeFlow.Durable;

/// <summary>Where the sidecar is that a worker or client talks to.</summary>
public static class SidecarAddress
{
    /// <summary>The port of a Dapr sidecar's gRPC API when nothing names another.</summary>
    public const int DefaultPort = 50001;

    /// <summary>
    /// Finds the address: the one given, else the environment's <c>DAPR_GRPC_ENDPOINT</c>
    /// (<c>http://host:port</c>, <c>https://host:port</c> or <c>host:port</c>, with <c>?tls=true</c> for TLS), else
    /// <c>DAPR_GRPC_PORT</c> on this machine, else <see cref="DefaultPort"/>.
    /// </summary>
    /// <param name="given">The address from an option; null to look further.</param>
    /// <returns>An address whose scheme is http or https.</returns>
    /// <exception cref="ArgumentException">What is given or set is no such address.</exception>
    public static Uri Resolve(Uri? given) => given is not null
        ? Checked(given)
        : From(Environment.GetEnvironmentVariable) ?? Parse($"127.0.0.1:{DefaultPort}");

    /// <summary>
    /// The sidecar that variables name, in the order of <see cref="Resolve"/>; null when they name none.
    /// </summary>
    /// <param name="variable">The value of a variable by its name; null or empty when it is not set.</param>
    /// <exception cref="ArgumentException">What is set is no such address.</exception>
    public static Uri? From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("DAPR_GRPC_ENDPOINT") is { Length: > 0 } endpoint ? Parse(endpoint)
            : variable("DAPR_GRPC_PORT") is { Length: > 0 } port ? Parse($"127.0.0.1:{port}")
            : null;
    }

    internal static Uri Parse(string endpoint)
    {
        var secure = endpoint.EndsWith("?tls=true", StringComparison.OrdinalIgnoreCase);
        var bare = endpoint.Split('?')[0];
        if (!bare.Contains("://", StringComparison.Ordinal))
        {
            bare = $"{(secure ? "https" : "http")}://{bare}";
        }

        return Uri.TryCreate(bare, UriKind.Absolute, out var address)
            ? Checked(address)
            : throw new ArgumentException($"'{endpoint}' is no address of a sidecar; http://host:port is one");
    }

    private static Uri Checked(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
        ? address
        : throw new ArgumentException($"'{address}' is no address of a sidecar; http://host:port is one");
}
