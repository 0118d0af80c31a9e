using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Answers as JSON in the protocol's form.</summary>
internal static class Replies
{
    /// <summary>A value with 200.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, ProtocolJson.Options, statusCode: status);

    /// <summary>A value with 200, or the refusal.</summary>
    public static IResult Of<T>(Answer<T> answer)
        where T : class => answer.Refusal is { } refusal ? Problems.Of(refusal) : Json(answer.Value);

    /// <summary>A value with 200, or 404.</summary>
    public static IResult Found<T>(T? value, string what)
        where T : class => value is null
            ? Problems.Of(ProblemKinds.NotFound, $"There is no such {what}.")
            : Json(value);

    /// <summary>204, or the refusal.</summary>
    public static IResult Done(Refusal? refusal) => refusal is null ? Results.NoContent() : Problems.Of(refusal);

    /// <summary>A value that may be new, with its Location and ETag.</summary>
    /// <param name="http">The request.</param>
    /// <param name="made">The value.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="tag">Its ETag.</param>
    /// <param name="status">The status when it is new.</param>
    public static IResult Made<T>(HttpContext http, Created<T> made, string location, string tag, int status)
    {
        http.Response.Headers.Location = location;
        Tags.Set(http, tag);
        return Json(made.Value, made.IsNew ? status : StatusCodes.Status200OK);
    }
}
