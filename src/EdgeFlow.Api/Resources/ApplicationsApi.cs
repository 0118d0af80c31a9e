using System.Globalization;
using System.Text;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Applications;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Applications;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Resources;

/// <summary><c>/v1/applications</c>: declared DAGs, each version for ever.</summary>
internal static class ApplicationsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/applications", Declare)
            .WithSummary("Declares a version; the same manifest is the same version")
            .Accepts<string>("application/yaml", "application/json", "text/yaml", "application/x-yaml", "text/plain")
            .Produces<ApplicationView>(201).Produces<ApplicationView>().Produces<Problem>(422, Problems.MediaType);
        routes.MapGet("/applications", Page).WithSummary("The newest version of each")
            .Produces<Page<ApplicationView>>();
        routes.MapGet("/applications/{application}", Find).WithSummary("One version, the newest unless told otherwise")
            .Produces<ApplicationView>().Produces<Problem>(404, Problems.MediaType);
        routes.MapGet("/applications/{application}/versions", Versions).WithSummary("Its versions, newest first")
            .Produces<Page<ApplicationView>>();
        routes.MapGet("/schemas/application", Schema).WithSummary("The JSON Schema of manifests");
    }

    private static async Task<IResult> Declare(HttpContext http, ApplicationRegistry applications)
    {
        var json = http.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        using var reader = new StreamReader(http.Request.Body, strict);
        string text;
        try
        {
            text = await reader.ReadToEndAsync(http.RequestAborted);
        }
        catch (DecoderFallbackException)
        {
            return Problems.Of(ProblemKinds.InvalidBody, "The manifest is not UTF-8.");
        }

        var answer = await applications.Declare(
            text, json, RequestStory.Of(http), http.Caller().Tenant, http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var view = answer.Value!.Value;
        return Replies.Made(
            http, answer.Value, $"/v1/applications/{view.Name}?version={view.Version}", view.ManifestHash, 201);
    }

    private static async Task<IResult> Find(
        HttpContext http, ApplicationRegistry applications, string application, int? version)
    {
        var view = await applications.Find(application, version, http.RequestAborted);
        if (view is not null)
        {
            Tags.Set(http, view.ManifestHash);
            if (Tags.IsKnown(http, view.ManifestHash))
            {
                return Results.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        return Replies.Found(view, "version of this application");
    }

    private static async Task<IResult> Page(
        HttpContext http, ApplicationRegistry applications, HttpLimits limits, int? limit, string? cursor)
    {
        return new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal
            ? Problems.Of(refusal)
            : PageQuery.Page(
                await applications.Page(place?[0], http.Caller().Tenant, most, http.RequestAborted), most,
                last => Cursor.Write(last.Name));
    }

    private static async Task<IResult> Versions(
        HttpContext http, ApplicationRegistry applications, HttpLimits limits, string application, int? limit,
        string? cursor)
    {
        if (new PageQuery(limit, cursor).Read(limits, 1, out var most, out var place) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var before = place is null ? null : (int?)Cursor.Number(place[0]);
        var page = await applications.Versions(application, before, most, http.RequestAborted);
        return page.Count == 0 && place is null
            ? Problems.Of(ProblemKinds.NotFound, "There is no such application.")
            : PageQuery.Page(page, most, last => Cursor.Write(last.Version.ToString(CultureInfo.InvariantCulture)));
    }

    private static IResult Schema() => Results.Text(ApplicationRegistry.Schema, "application/schema+json");
}
