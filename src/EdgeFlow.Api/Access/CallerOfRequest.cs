using EdgeFlow.Control.Access;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Access;

/// <summary>Gives a resource the caller of its request.</summary>
internal static class CallerOfRequest
{
    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">The request has not passed the check: a route was mapped
    /// beside the pipeline.</exception>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"Nobody has checked who asks for {http.Request.Path}.");
}
