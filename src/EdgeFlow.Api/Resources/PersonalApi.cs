using EdgeFlow.Api.Http;
using EdgeFlow.Control.Personal;
using EdgeFlow.Protocol.Personal;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary>The personal data of jobs: their keys for nodes, and the destruction of a key.</summary>
internal static class PersonalApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/personal-key", Key)
            .WithSummary("The key of its personal data, for nodes that run its stages; 204 when there is none")
            .Produces<PersonalKey>().Produces(204);
        routes.MapDelete("/jobs/{job}/personal-data", Destroy)
            .WithSummary("Destroys the key of its personal data; the job must have ended").Produces(204)
            .Produces<Problem>(404, Problems.MediaType).Produces<Problem>(409, Problems.MediaType);
    }

    private static async Task<IResult> Key(HttpContext http, PersonalKeys keys, string job)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await keys.Find(job, http.RequestAborted) is { } key
            ? Replies.Json(new PersonalKey(Convert.ToBase64String(key)))
            : TypedResults.NoContent();
    }

    private static async Task<IResult> Destroy(HttpContext http, PersonalVault vault, string job) =>
        await vault.Destroy(job, RequestStory.Of(http), http.RequestAborted) is { } refusal
            ? Problems.Of(refusal)
            : TypedResults.NoContent();
}
