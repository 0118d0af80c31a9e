using EdgeFlow.Control.Answers;
using EdgeFlow.Dapr.Security;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Dapr;

/// <summary>
/// Who may speak for a node when a request comes through sidecars: the application that is the node. Requests that come
/// straight are the token's matter.
/// </summary>
internal static class NodeSpeaker
{
    /// <summary>Why the calling application may not speak for a node; null when it may.</summary>
    /// <param name="http">The request.</param>
    /// <param name="node">The node that it speaks for.</param>
    public static Refusal? Check(HttpContext http, string node)
    {
        var caller = http.Request.Headers[AppToken.CallerHeader].ToString();
        return caller.Length == 0 || NodeAppId.NodeOf(caller) == node
            ? null
            : Refusal.Of(ProblemKinds.Forbidden, "A Dapr application may speak only for the node of its own name.");
    }
}
