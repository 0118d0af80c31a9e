using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Api.Access;

/// <summary>What is kept of a token instead of it. Tokens are random and long, so one round of SHA-256 is
/// enough.</summary>
public static class TokenHash
{
    /// <summary>What a hash begins with in a file of tokens.</summary>
    public const string Prefix = "sha256:";

    /// <summary>The hash of a token: 32 bytes.</summary>
    /// <param name="token">The token.</param>
    public static byte[] Of(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>A new token: 256 random bits.</summary>
    public static string NewToken() => "ef_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
