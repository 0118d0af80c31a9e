using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Channels.Artifacts;

/// <summary>Serves artifacts to the nodes that need them: <c>GET /artifacts/{hash}</c>.</summary>
public static class ArtifactEndpoint
{
    /// <summary>Adds the route.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="find">
    /// Full path of the artifact's file, or null when it is not here; called with valid hashes only.
    /// </param>
    public static void Map(IEndpointRouteBuilder routes, Func<string, string?> find) =>
        routes.MapGet("/artifacts/{hash}", (RequestDelegate)(context => Serve(context, find)));

    private static async Task Serve(HttpContext context, Func<string, string?> find)
    {
        var hash = context.Request.RouteValues["hash"] as string;
        if (!ArtifactHash.IsValid(hash) || find(hash!) is not { } path || !File.Exists(path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = new FileInfo(path).Length;
        await context.Response.SendFileAsync(path, context.RequestAborted).ConfigureAwait(false);
    }
}
