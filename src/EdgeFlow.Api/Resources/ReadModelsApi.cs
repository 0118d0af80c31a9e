using EdgeFlow.Api.Http;
using EdgeFlow.Ledger.Rebuild;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.ReadModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/read-models</c>: the tables that lists are read from, and their rebuild from the events.</summary>
internal static class ReadModelsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/read-models", (RebuildDesk desk) => Replies.Json(desk.Models()))
            .WithSummary("The read models, and how far their rebuilds are").Produces<IReadOnlyList<ReadModelView>>();
        routes.MapPost("/read-models/rebuild", Rebuild)
            .WithSummary("Makes read models again beside the running ones; or only compares")
            .Accepts<RebuildRequest>("application/json").Produces<IReadOnlyList<ReadModelView>>(202)
            .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(409, Problems.MediaType);
    }

    private static async Task<IResult> Rebuild(HttpContext http, RebuildDesk desk)
    {
        var body = await JsonBody.Read<RebuildRequest>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        var answer = desk.Start(body.Value!);
        return answer.Refusal is { } refusal ? Problems.Of(refusal) : Replies.Json(answer.Value, 202);
    }
}
