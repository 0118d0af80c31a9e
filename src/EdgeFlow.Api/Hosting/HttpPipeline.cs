using EdgeFlow.Api.Access;
using EdgeFlow.Api.Dapr;
using EdgeFlow.Api.Http;
using EdgeFlow.Api.Resources;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Api.Hosting;

/// <summary>What a request passes through, outermost first: faults, its story, timeouts, whether a sidecar asks, who
/// asks, idempotency, the resource with its filters.</summary>
internal static class HttpPipeline
{
    /// <summary>Sets the server's limits.</summary>
    public static void Limit(this IWebHostBuilder host, HttpLimits limits) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.MaxBody;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyRate, limits.BodyGrace);
        kestrel.Limits.RequestHeadersTimeout = limits.HeadTimeout;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
    });

    /// <summary>Adds what the pipeline needs.</summary>
    public static void AddHttpParts(this IServiceCollection services, HttpLimits limits)
    {
        services.AddSingleton(limits).AddSingleton<Redactor>()
            .AddSingleton<EventStreams>().AddSingleton<PastReads>();
        services.AddOpenApi("v1");
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.RequestTimeout,
            WriteTimeoutResponse = http => Problems.Write(
                http, Refusal.Of(
                    ProblemKinds.Timeout, $"The request took longer than {limits.RequestTimeout.TotalSeconds:F0} s.")),
        });
    }

    /// <summary>Puts the pipeline together.</summary>
    public static void UseHttpParts(this WebApplication app, ControlPlaneOptions options)
    {
        app.UseMiddleware<Faults>();
        app.UseMiddleware<RequestStory>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<SidecarCheck>();
        app.UseMiddleware<CallerCheck>();
        app.UseMiddleware<Idempotency>();
        app.MapOpenApi("/openapi/{documentName}.json");
        HealthApi.Map(app);
        DaprApi.Map(app);
        BlocksApi.Map(app);
        var routes = app.MapGroup("/v1").AddEndpointFilter<RouteGroupBuilder, NameFilter>()
            .AddEndpointFilter<RouteGroupBuilder, OwnedThings>().AddEndpointFilter<RouteGroupBuilder, Redaction>();
        ApplicationsApi.Map(routes);
        JobsApi.Map(routes);
        PersonalApi.Map(routes);
        ResultsApi.Map(routes, options.Limits);
        NodesApi.Map(routes);
        LinksApi.Map(routes);
        PlansApi.Map(routes);
        SolvesApi.Map(routes);
        WhyApi.Map(routes);
        EventsApi.Map(routes);
        ReportsApi.Map(routes);
        AuditApi.Map(routes);
        StateApi.Map(routes);
        BranchesApi.Map(routes);
        ReadModelsApi.Map(routes);
        ReplayApi.Map(routes);
        OutboxApi.Map(routes);
        WorkflowsApi.Map(routes);
        SettingsApi.Map(routes);
        ContextApi.Map(routes);
    }
}
