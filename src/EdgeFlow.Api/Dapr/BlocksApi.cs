using EdgeFlow.Api.Http;
using EdgeFlow.Exchange.Bindings;
using EdgeFlow.Exchange.Settings;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Api.Dapr;

/// <summary>What a sidecar calls here: bindings that deliver, by the name of their component, and word that a
/// configuration store has changed.</summary>
internal static class BlocksApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        // daprd asks with OPTIONS whether a binding is wanted before it delivers anything.
        app.MapMethods("/{binding}", ["OPTIONS"], IsWanted).ExcludeFromDescription();
        app.MapPost("/{binding}", Deliver).ExcludeFromDescription();
        app.MapPost("/configuration/{store}/{key}", Changed).ExcludeFromDescription();
    }

    private static IResult IsWanted(BindingDesk bindings, string binding) => bindings.Knows(binding)
        ? Results.Ok()
        : Problems.Of(ProblemKinds.NotFound, "There is no such binding.");

    private static async Task<IResult> Deliver(HttpContext http, BindingDesk bindings, string binding)
    {
        if (!bindings.Knows(binding))
        {
            return Problems.Of(ProblemKinds.NotFound, "There is no such binding.");
        }

        var body = new byte[Delivery.MaxBytes + 1];
        var size = await http.Request.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (size > Delivery.MaxBytes)
        {
            return Problems.Of(ProblemKinds.TooLarge, $"A message is at most {Delivery.MaxBytes} bytes.");
        }

        var answer = await bindings.Take(
            binding, body.AsMemory(0, size), name => Header(http, name), RequestStory.CorrelationOf(http),
            http.RequestAborted);
        return answer.Refusal switch
        {
            null => Replies.Json(answer.Value!.Value),
            { Kind: ProblemKinds.Unavailable } later => Problems.Of(later),
            // A broker would deliver it for ever, and it would never come out otherwise: it is logged and let go.
            var refusal => Replies.Json(Problems.Describe(http, refusal, Problems.StatusOf(refusal.Kind))),
        };
    }

    private static string? Header(HttpContext http, string name) =>
        http.Request.Headers[name].ToString() is { Length: > 0 } value ? value : null;

    private static IResult Changed(IServiceProvider parts, string store)
    {
        parts.GetService<SettingsFollower>()?.Wake(store);
        return Results.NoContent();
    }
}
