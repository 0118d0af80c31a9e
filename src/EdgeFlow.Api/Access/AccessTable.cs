using EdgeFlow.Control.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Access;

/// <summary>Who may ask for what: the whole matrix on one page. A route that is not here is for operators, and a test
/// fails until it is.</summary>
internal static class AccessTable
{
    /// <summary>The rule of each route, by method and pattern.</summary>
    public static IReadOnlyDictionary<string, AccessRule> Rules { get; } =
        new Dictionary<string, AccessRule>(StringComparer.OrdinalIgnoreCase)
        {
            ["GET /healthz"] = AccessRule.Open,
            ["GET /readyz"] = AccessRule.Open,
            ["GET /v1/readiness"] = AccessRule.Operators,
            ["GET /openapi/{documentName}.json"] = AccessRule.Callers,
            ["GET /dapr/subscribe"] = AccessRule.Sidecar,
            // A message has rights of its own, which are looked at when it is read.
            ["POST /dapr/submissions"] = AccessRule.Sidecar,
            ["POST /dapr/submissions/bulk"] = AccessRule.Sidecar,
            ["POST /dapr/dead-letters"] = AccessRule.Sidecar,
            ["GET /v1/schemas/application"] = AccessRule.Callers,

            ["POST /v1/applications"] = AccessRule.Writers,
            ["GET /v1/applications"] = AccessRule.Readers,
            ["GET /v1/applications/{application}"] = AccessRule.Readers,
            ["GET /v1/applications/{application}/versions"] = AccessRule.Readers,

            ["GET /v1/applications/{application}/context"] = AccessRule.Readers,
            ["POST /v1/applications/{application}/context"] = AccessRule.Writers,
            ["GET /v1/applications/{application}/context/{key}"] = AccessRule.Readers,
            ["PUT /v1/applications/{application}/context/{key}"] = AccessRule.Writers,
            ["DELETE /v1/applications/{application}/context/{key}"] = AccessRule.Writers,

            ["OPTIONS /{binding}"] = AccessRule.Sidecar,
            ["POST /{binding}"] = AccessRule.Sidecar,
            ["POST /configuration/{store}/{key}"] = AccessRule.Sidecar,

            ["POST /v1/jobs"] = AccessRule.Writers,
            ["GET /v1/jobs"] = AccessRule.Readers,
            ["GET /v1/jobs/{job}"] = AccessRule.Readers,
            ["POST /v1/jobs/{job}/rerun"] = AccessRule.Writers,
            ["POST /v1/jobs/{job}/cancel"] = AccessRule.Writers,
            ["DELETE /v1/jobs/{job}"] = AccessRule.Writers,
            ["GET /v1/jobs/{job}/personal-key"] = AccessRule.Nodes,
            ["DELETE /v1/jobs/{job}/personal-data"] = AccessRule.Writers,
            ["GET /v1/jobs/{job}/history"] = AccessRule.Readers,
            ["GET /v1/jobs/{job}/watch"] = AccessRule.Readers,
            ["GET /v1/jobs/{job}/results"] = AccessRule.Readers,
            ["GET /v1/jobs/{job}/results/progress"] = AccessRule.Nodes,
            ["POST /v1/jobs/{job}/results"] = AccessRule.Nodes,

            ["POST /v1/nodes"] = AccessRule.Nodes,
            ["POST /v1/nodes/{node}/heartbeat"] = AccessRule.Nodes,
            ["DELETE /v1/nodes/{node}"] = AccessRule.Nodes,
            ["GET /v1/nodes"] = AccessRule.Readers,
            ["GET /v1/nodes/{node}"] = AccessRule.Readers,
            ["POST /v1/nodes/{node}/drain"] = AccessRule.Operators,

            ["GET /v1/links"] = AccessRule.Readers,
            ["GET /v1/links/{link}"] = AccessRule.Readers,
            ["PUT /v1/links/{link}"] = AccessRule.Operators,
            ["PUT /v1/links/{link}/capacity"] = AccessRule.Operators,
            ["DELETE /v1/links/{link}"] = AccessRule.Operators,

            ["GET /v1/plans"] = AccessRule.Readers,
            ["GET /v1/plans/current"] = AccessRule.Readers,
            ["GET /v1/plans/{revision:int:min(1)}"] = AccessRule.Readers,
            ["GET /v1/plans/current/jobs/{job}/explanation"] = AccessRule.Readers,
            ["GET /v1/plans/current/jobs/{job}/why-not"] = AccessRule.Readers,
            ["GET /v1/plans/current/jobs/{job}/rate"] = AccessRule.Readers,
            ["GET /v1/plans/{revision:int:min(1)}/jobs/{job}/explanation"] = AccessRule.Readers,
            ["GET /v1/plans/{revision:int:min(1)}/jobs/{job}/why-not"] = AccessRule.Readers,
            ["GET /v1/plans/{revision:int:min(1)}/jobs/{job}/rate"] = AccessRule.Readers,
            ["GET /v1/nodes/{node}/why"] = AccessRule.Readers,

            // These tell of everybody's jobs: runs of the planner, and what they moved.
            ["GET /v1/plans/{revision:int:min(1)}/diff/{to:int:min(1)}"] = AccessRule.Operators,
            ["GET /v1/plans/verify"] = AccessRule.Operators,
            ["GET /v1/solves"] = AccessRule.Operators,
            ["GET /v1/solves/{solve:long:min(1)}"] = AccessRule.Operators,

            ["GET /v1/state"] = AccessRule.Readers,
            ["GET /v1/state/deltas"] = AccessRule.Readers,
            ["GET /v1/outbox"] = AccessRule.Operators,
            ["GET /v1/outbox/set-aside"] = AccessRule.Operators,
            ["POST /v1/outbox/set-aside/{sequence:long:min(1)}/retry"] = AccessRule.Operators,
            ["GET /v1/settings"] = AccessRule.Operators,
            ["PUT /v1/settings"] = AccessRule.Operators,
            ["GET /v1/read-models"] = AccessRule.Operators,
            ["POST /v1/read-models/rebuild"] = AccessRule.Operators,
            ["GET /v1/reports/{kind}"] = AccessRule.Readers,

            ["GET /v1/events"] = AccessRule.Readers,
            ["GET /v1/events/watch"] = AccessRule.Readers,

            ["POST /v1/whatif"] = AccessRule.Operators,
            ["GET /v1/branches"] = AccessRule.Operators,
            ["GET /v1/branches/{branch}"] = AccessRule.Operators,
            ["DELETE /v1/branches/{branch}"] = AccessRule.Operators,

            ["GET /v1/audit"] = AccessRule.Operators,
            ["POST /v1/audit/keys"] = AccessRule.Operators,
            ["POST /v1/audit/archives"] = AccessRule.Operators,
            ["GET /v1/audit/verification"] = AccessRule.Operators,
            ["GET /v1/audit/export"] = AccessRule.Operators,
            // A replay tells everything of everybody, and a workflow's history where nodes listen.
            ["GET /v1/replay"] = AccessRule.Operators,
            ["GET /v1/jobs/{job}/workflow/history"] = AccessRule.Operators,
            ["GET /v1/jobs/{job}/workflow/replay"] = AccessRule.Operators,
        };

    /// <summary>The rule of what a request was routed to.</summary>
    /// <param name="endpoint">The endpoint; null when nothing is there, which every caller may be told.</param>
    public static AccessRule Of(Endpoint? endpoint) => endpoint is not RouteEndpoint route
        ? AccessRule.Callers
        : Keys(route).Select(key => Rules.GetValueOrDefault(key, AccessRule.Operators))
            .DefaultIfEmpty(AccessRule.Operators).Min();

    /// <summary>The names of a route in the table: one a method.</summary>
    public static IEnumerable<string> Keys(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
        .Select(method => $"{method} /{route.RoutePattern.RawText?.Trim('/')}");

    /// <summary>Whether a role may ask for what has a rule.</summary>
    public static bool Allows(this AccessRule rule, CallerRole role) => rule switch
    {
        AccessRule.Open or AccessRule.Callers or AccessRule.Sidecar => true,
        AccessRule.Readers => role is CallerRole.Operator or CallerRole.User or CallerRole.Reader,
        AccessRule.Writers => role is CallerRole.Operator or CallerRole.User,
        AccessRule.Nodes => role is CallerRole.Operator or CallerRole.Node,
        _ => role is CallerRole.Operator,
    };
}
