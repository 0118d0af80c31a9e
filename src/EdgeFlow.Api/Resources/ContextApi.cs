using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Exchange.Context;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Context;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/applications/NAME/context</c>: what an application's runs and those who run it share.</summary>
internal static class ContextApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/applications/{application}/context", Keys).WithSummary("Keys, in order; ?prefix=")
            .Produces<Page<string>>().Produces<Problem>(404, Problems.MediaType);
        routes.MapPost("/applications/{application}/context", Transact).WithSummary("Several changes, all or none")
            .Accepts<ContextTransaction>("application/json").Produces<ContextWritten>()
            .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(412, Problems.MediaType);
        routes.MapGet("/applications/{application}/context/{key}", Find).WithSummary("One value, with its ETag")
            .Produces<JsonElement>().Produces<Problem>(404, Problems.MediaType);
        routes.MapPut("/applications/{application}/context/{key}", Put)
            .WithSummary("Keeps a value; If-Match, If-None-Match: *, ?ttlSeconds=")
            .Accepts<JsonElement>("application/json").Produces<ContextWritten>()
            .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(412, Problems.MediaType);
        routes.MapDelete("/applications/{application}/context/{key}", Delete)
            .WithSummary("Deletes a value; If-Match").Produces(204).Produces<Problem>(412, Problems.MediaType);
    }

    private static async Task<IResult> Keys(
        HttpContext http, ContextDesk contexts, HttpLimits limits, string application, string? prefix, int? limit,
        string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        if (prefix is { Length: > 0 } && !ContextLimits.IsKey(prefix) && prefix is not ("." or ".."))
        {
            return Problems.Of(ProblemKinds.InvalidQuery, $"prefix must be {ContextLimits.KeyRule}.");
        }

        var answer = await contexts.Keys(application, prefix ?? "", place?[0], most, http.RequestAborted);
        return answer.Refusal is { } wrong
            ? Problems.Of(wrong)
            : PageQuery.Page(answer.Value!, most, last => Cursor.Write(last));
    }

    private static async Task<IResult> Find(HttpContext http, ContextDesk contexts, string application, string key)
    {
        var answer = ContextLimits.IsKey(key)
            ? await contexts.Read(application, key, http.RequestAborted)
            : Refusal.Of(ProblemKinds.InvalidName, $"A key is {ContextLimits.KeyRule}.");
        if (answer.Value is not { } entry)
        {
            return Problems.Of(answer.Refusal!);
        }

        Tags.Set(http, entry.Tag);
        return Tags.IsKnown(http, entry.Tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(entry.Value.GetRawText(), "application/json");
    }

    private static async Task<IResult> Put(
        HttpContext http, ContextDesk contexts, string application, string key, int? ttlSeconds)
    {
        if (http.Request.ContentLength > ContextLimits.MaxValueBytes)
        {
            return Problems.Of(
                ProblemKinds.TooLarge, $"A value is at most {ContextLimits.MaxValueBytes} bytes of JSON.");
        }

        var body = await JsonBody.Read<JsonDocument>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        using var value = body.Value!;
        var none = http.Request.Headers.IfNoneMatch.ToString();
        if (none is not ("" or ContextOperation.AnyTag))
        {
            return Problems.Of(ProblemKinds.InvalidQuery, "If-None-Match takes only * here: the key must be new.");
        }

        return await Write(http, contexts, application, new ContextChange(
            key, value.RootElement, IfMatch: Match(http), IfNoneMatch: none.Length > 0, TtlSeconds: ttlSeconds));
    }

    private static async Task<IResult> Delete(
        HttpContext http, ContextDesk contexts, string application, string key) =>
        await Write(http, contexts, application, new ContextChange(key, Delete: true, IfMatch: Match(http)));

    private static async Task<IResult> Transact(HttpContext http, ContextDesk contexts, string application)
    {
        var body = await JsonBody.Read<ContextTransaction>(http.Request, http.RequestAborted);
        var read = body.Refusal is { } wrong ? wrong : ContextRules.Read(body.Value!);
        return read.Refusal is { } refusal
            ? Problems.Of(refusal)
            : Written(await contexts.Write(application, read.Value!, http.RequestAborted));
    }

    private static async Task<IResult> Write(
        HttpContext http, ContextDesk contexts, string application, ContextChange change)
    {
        if (ContextRules.Problem(change) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var answer = await contexts.Write(application, [ContextRules.Made(change)], http.RequestAborted);
        if (change.Delete && answer.Refusal is null)
        {
            return Results.NoContent();
        }

        if (answer.Value is { } tag)
        {
            Tags.Set(http, tag);
        }

        return Written(answer);
    }

    private static IResult Written(Answer<string> answer) => answer.Refusal is { } refusal
        ? Problems.Of(refusal)
        : Replies.Json(new ContextWritten(answer.Value!));

    // A weak or a list of tags is none that a key ever has, so that the write is refused.
    private static string? Match(HttpContext http) =>
        http.Request.Headers.IfMatch.ToString() is { Length: > 0 } given ? given.Trim('"') : null;
}
