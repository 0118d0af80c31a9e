using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Access;

/// <summary>Finds out who asks, and whether that caller may ask for this route. Health checks need no token.</summary>
internal sealed class CallerCheck(RequestDelegate next, TokenBook tokens)
{
    private const string Scheme = "Bearer ";

    /// <summary>Runs the rest of the pipeline for a caller that may ask.</summary>
    public Task Invoke(HttpContext http)
    {
        var rule = AccessTable.Of(http.GetEndpoint());
        // What only our sidecar may ask for was checked before.
        if (rule is AccessRule.Open or AccessRule.Sidecar)
        {
            return next(http);
        }

        var given = http.Request.Headers.Authorization.ToString();
        var token = given.StartsWith(Scheme, StringComparison.Ordinal) ? given[Scheme.Length..] : "";
        if (tokens.Find(token) is not { } caller)
        {
            return Problems.Write(
                http, Refusal.Of(ProblemKinds.Unauthorized, "This API asks for a token as a bearer token."));
        }

        if (!rule.Allows(caller.Role))
        {
            var role = caller.Role.ToString().ToLowerInvariant();
            return Problems.Write(
                http, Refusal.Of(ProblemKinds.Forbidden, $"The role '{role}' of this token may not do this."));
        }

        http.Features.Set(caller);
        return next(http);
    }
}
