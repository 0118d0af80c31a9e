using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Dapr.Security;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Dapr;

/// <summary>
/// Tells requests of our own sidecar from those of others, where <c>APP_API_TOKEN</c> is set. A request that says it
/// comes through a sidecar must carry that token, whichever route it asks for; routes that only a sidecar calls ask
/// everybody for it; and where no other token is asked for, every request must carry it. Health checks are open.
/// </summary>
internal sealed class SidecarCheck(RequestDelegate next, TokenBook tokens, SidecarDoor door)
{
    /// <summary>Runs the rest of the pipeline for a request that may come in.</summary>
    public Task Invoke(HttpContext http)
    {
        var rule = AccessTable.Of(http.GetEndpoint());
        return rule == AccessRule.Open || Admits(http.Request.Headers, rule)
            ? next(http)
            : Problems.Write(http, Refusal.Of(
                ProblemKinds.Unauthorized, $"This API asks a Dapr sidecar for its token in {AppToken.Header}."));
    }

    private bool Admits(IHeaderDictionary headers, AccessRule rule)
    {
        if (door.Token is not { } token)
        {
            // Without a token nothing tells a sidecar from anybody else: what only sidecars may ask for is then as
            // open as the rest of the API, which is open to everybody or to no sidecar.
            return rule != AccessRule.Sidecar || !tokens.AreAsked;
        }

        return token.Fits(headers[AppToken.Header].ToString())
            || (rule != AccessRule.Sidecar && tokens.AreAsked
                && !headers.ContainsKey(AppToken.Header) && !headers.ContainsKey(AppToken.CallerHeader));
    }
}
