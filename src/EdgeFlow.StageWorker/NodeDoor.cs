using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Dapr.Security;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.StageWorker;

/// <summary>
/// Who may call a node's endpoint. A Dapr sidecar shows its token, where one was agreed on; other nodes, which come
/// without a sidecar, show the token of the API, where there is one. Immutable.
/// </summary>
/// <param name="apiToken">The token of the API; null for none.</param>
/// <param name="sidecarToken">The sidecar's; null or empty for none.</param>
internal sealed class NodeDoor(string? apiToken, string? sidecarToken)
{
    private readonly AppToken? appToken = string.IsNullOrEmpty(sidecarToken) ? null : new AppToken(sidecarToken);
    private readonly byte[]? bearer = apiToken is null ? null : Encoding.UTF8.GetBytes("Bearer " + apiToken);

    /// <summary>Whether a request with these headers may come in.</summary>
    public bool Admits(IHeaderDictionary headers)
    {
        var isOfSidecar = headers.ContainsKey(AppToken.Header) || headers.ContainsKey(AppToken.CallerHeader);
        if (appToken is not null && isOfSidecar)
        {
            return appToken.Fits(headers[AppToken.Header].ToString());
        }

        var given = Encoding.UTF8.GetBytes(headers.Authorization.ToString());
        return bearer is null || CryptographicOperations.FixedTimeEquals(given, bearer);
    }
}
