using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Tells refusals as RFC 9457 problem details.</summary>
public static class Problems
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The answer to a refused request.</summary>
    public static IResult Of(Refusal refusal) => new ProblemResult(refusal);

    /// <summary>The answer to a refused request.</summary>
    public static IResult Of(string kind, string detail) => Of(Refusal.Of(kind, detail));

    /// <summary>The HTTP status of a kind.</summary>
    public static int StatusOf(string kind) => RefusalProblem.StatusOf(kind);

    /// <summary>Writes problem details, unless the answer has begun.</summary>
    public static async Task Write(HttpContext http, Refusal refusal, int? status = null)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status ?? StatusOf(refusal.Kind);
        if (refusal.Kind == ProblemKinds.Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var problem = Describe(http, refusal, http.Response.StatusCode);
        await http.Response.WriteAsJsonAsync(problem, ProtocolJson.Options, MediaType, CancellationToken.None)
            .ConfigureAwait(false);
    }

    /// <summary>A refusal as problem details, for an answer that has begun.</summary>
    internal static Problem Describe(HttpContext http, Refusal refusal, int status) =>
        RefusalProblem.Of(refusal, http.Request.Path.Value, status);

    private sealed class ProblemResult(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, refusal);
    }
}
