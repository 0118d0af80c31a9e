using EdgeFlow.Api.Http;
using EdgeFlow.Control.Settings;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Protocol.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/settings</c>: what may be changed of the planner while it runs.</summary>
internal static class SettingsApi
{
    private const string Source = "the settings API";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings", Read).WithSummary("The settings, and what is wrong with their store")
            .Produces<SettingsView>();
        routes.MapPut("/settings", Change)
            .WithSummary("Sets them; what is left out is as the control plane was started")
            .Accepts<PlannerSettings>("application/json").Produces<SettingsView>()
            .Produces<Problem>(400, Problems.MediaType).Produces<Problem>(409, Problems.MediaType)
            .Produces<Problem>(412, Problems.MediaType);
    }

    private static async Task<IResult> Read(HttpContext http, SettingsDesk settings)
    {
        var view = await settings.Read(http.RequestAborted);
        Tags.Set(http, view.Revision);
        return Replies.Json(view);
    }

    private static async Task<IResult> Change(HttpContext http, SettingsDesk settings, SettingsBoard board)
    {
        var body = await JsonBody.Read<PlannerSettings>(http.Request, http.RequestAborted);
        if (body.Refusal is { } wrong)
        {
            return Problems.Of(wrong);
        }

        // The store's next look would undo it.
        if (board.Store is { } store)
        {
            return Problems.Of(
                ProblemKinds.Conflict,
                $"Settings are taken from the configuration store '{store}'; change them there.");
        }

        var answer = await settings.Change(
            body.Value!, Source, Tags.Seen(http), RequestStory.Of(http), http.RequestAborted);
        if (answer.Value is { } view)
        {
            Tags.Set(http, view.Revision);
        }

        return Replies.Of(answer);
    }
}
