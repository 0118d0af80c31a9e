using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Asks for the API's token, where one is set. Health checks need none.</summary>
internal sealed class TokenCheck(RequestDelegate next, string token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Runs the rest of the pipeline for a caller that has the token.</summary>
    public Task Invoke(HttpContext http)
    {
        var given = http.Request.Headers.Authorization.ToString();
        var isOpen = http.Request.Path.Value is "/healthz" or "/readyz";
        return isOpen || (given.StartsWith(Scheme, StringComparison.Ordinal) && IsRight(given[Scheme.Length..]))
            ? next(http)
            : Problems.Write(
                http, Refusal.Of(ProblemKinds.Unauthorized, "This API asks for its token as a bearer token."));
    }

    // Hashes have one length, so that neither length nor content of the token shows in the time taken.
    private bool IsRight(string given) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);
}
