using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Dapr.Security;

/// <summary>
/// The secret by which an application knows its own sidecar: Dapr sends it with whatever it asks of the application
/// (<c>APP_API_TOKEN</c> in the environment of both). Only a hash is kept. Immutable.
/// </summary>
public sealed class AppToken
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "dapr-api-token";

    /// <summary>The header in which a sidecar names the application that calls; a request with it says that it came
    /// through a sidecar.</summary>
    public const string CallerHeader = "dapr-caller-app-id";

    private readonly byte[] hash;

    /// <summary>Keeps the hash of a token.</summary>
    /// <param name="token">The token; not empty.</param>
    public AppToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        hash = Hash(token);
    }

    /// <summary>The token that the environment names; null when it names none: then no sidecar is asked for
    /// one.</summary>
    public static AppToken? FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="FromEnvironment"/>, with variables from anywhere.</summary>
    /// <param name="variable">The value of a variable by its name; null or empty when it is not set.</param>
    public static AppToken? From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("APP_API_TOKEN") is { Length: > 0 } token ? new AppToken(token) : null;
    }

    /// <summary>Whether this is the token. Takes the same time for each wrong one.</summary>
    /// <param name="given">As sent; null or empty for none.</param>
    public bool Fits(string? given) => CryptographicOperations.FixedTimeEquals(Hash(given ?? ""), hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
