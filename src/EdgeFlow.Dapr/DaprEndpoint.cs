namespace EdgeFlow.Dapr;

/// <summary>Where the HTTP API of this process's Dapr sidecar is, and the token that it asks for. Immutable.</summary>
/// <param name="Address">Its base address, without a path.</param>
/// <param name="ApiToken">Sent as <c>dapr-api-token</c>; null when it asks for none. Never written to a log.</param>
public sealed record DaprEndpoint(Uri Address, string? ApiToken)
{
    /// <summary>
    /// The sidecar that the environment names: <c>DAPR_HTTP_ENDPOINT</c> (an http or https address), else
    /// <c>DAPR_HTTP_PORT</c> on this machine, with <c>DAPR_API_TOKEN</c>; null when neither is set.
    /// </summary>
    /// <exception cref="ArgumentException">What is set is no such address.</exception>
    public static DaprEndpoint? FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="FromEnvironment"/>, with variables from anywhere.</summary>
    /// <param name="variable">The value of a variable by its name; null or empty when it is not set.</param>
    /// <exception cref="ArgumentException">What is set is no such address.</exception>
    public static DaprEndpoint? From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var token = variable("DAPR_API_TOKEN") is { Length: > 0 } given ? given : null;
        return variable("DAPR_HTTP_ENDPOINT") is { Length: > 0 } endpoint
            ? new DaprEndpoint(Parsed("DAPR_HTTP_ENDPOINT", endpoint), token)
            : variable("DAPR_HTTP_PORT") is { Length: > 0 } port
                ? new DaprEndpoint(Parsed("DAPR_HTTP_PORT", $"http://127.0.0.1:{port}"), token)
                : null;
    }

    /// <summary>The address, without the token.</summary>
    public override string ToString() => Address.ToString();

    private static Uri Parsed(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
            ? address
            : throw new ArgumentException($"{name}: '{text}' is no address of a sidecar; http://127.0.0.1:3500 is one");
}
