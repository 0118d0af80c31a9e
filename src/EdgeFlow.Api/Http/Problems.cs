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
    public static int StatusOf(string kind) => kind switch
    {
        ProblemKinds.InvalidManifest => StatusCodes.Status422UnprocessableEntity,
        ProblemKinds.InvalidBody or ProblemKinds.InvalidName or ProblemKinds.InvalidQuery =>
            StatusCodes.Status400BadRequest,
        ProblemKinds.NotFound => StatusCodes.Status404NotFound,
        ProblemKinds.Conflict or ProblemKinds.NodeNameTaken or ProblemKinds.StaleEpoch or ProblemKinds.KeyInUse =>
            StatusCodes.Status409Conflict,
        ProblemKinds.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ProblemKinds.KeyReused => StatusCodes.Status422UnprocessableEntity,
        ProblemKinds.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemKinds.Timeout => StatusCodes.Status408RequestTimeout,
        ProblemKinds.Unauthorized => StatusCodes.Status401Unauthorized,
        ProblemKinds.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKinds.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

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
    internal static Problem Describe(HttpContext http, Refusal refusal, int status) => new(
        $"/problems/{refusal.Kind}", TitleOf(refusal.Kind), status, refusal.Detail, http.Request.Path.Value,
        refusal.Errors.Count == 0 ? null : refusal.Errors);

    // The kind in words: invalid-manifest is "Invalid manifest".
    private static string TitleOf(string kind) =>
        char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ');

    private sealed class ProblemResult(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, refusal);
    }
}
