using System.Collections.Concurrent;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Tests.Integration.StageWorker;

/// <summary>
/// A control plane as far as a node sees it, on a real socket: keeps results once, knows epochs and nodes.
/// </summary>
public sealed class ControlPeer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ControlPeer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        app = builder.Build();
        app.Use(next => context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return IsAway ? Task.CompletedTask : next(context);
        });
        app.UseRouting();
        app.MapPost("/v1/nodes", (RequestDelegate)Register);
        app.MapPost("/v1/nodes/{node}/heartbeat", (RequestDelegate)Beat);
        app.MapDelete("/v1/nodes/{node}", (RequestDelegate)Leave);
        app.MapPost("/v1/jobs/{job}/results", (RequestDelegate)Store);
        app.MapGet("/v1/jobs/{job}/results/progress", (RequestDelegate)Progress);
    }

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Answers nothing but 503 while true.</summary>
    public bool IsAway { get; set; }

    /// <summary>Results are not answered while true: a slow sink.</summary>
    public bool HoldsResults { get; set; }

    public ConcurrentDictionary<string, NodeRegistration> Nodes { get; } = new();

    public ConcurrentDictionary<string, Heartbeat> Beats { get; } = new();

    public ConcurrentDictionary<string, StageProfile> Profiles { get; } = new();

    public ConcurrentDictionary<string, int> Epochs { get; } = new();

    public ConcurrentDictionary<(string Job, string Task, long Frame), ResultItem> Results { get; } = new();

    public ConcurrentDictionary<string, long> Totals { get; } = new();

    public ConcurrentQueue<string> Left { get; } = new();

    public static async Task<ControlPeer> Start()
    {
        var peer = new ControlPeer();
        await peer.app.StartAsync();
        peer.Address = new Uri(peer.app.Urls.First());
        return peer;
    }

    public IEnumerable<long> Frames(string job, string task) =>
        Results.Keys.Where(key => key.Job == job && key.Task == task).Select(key => key.Frame).Order();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static Task Answer<T>(HttpContext context, T body)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        return context.Response.WriteAsJsonAsync(body, ProtocolJson.Options);
    }

    private async Task Register(HttpContext context)
    {
        var node = await context.Request.ReadFromJsonAsync<NodeRegistration>(ProtocolJson.Options);
        Nodes[node!.Node] = node;
        await Answer(context, new NodeLease(2000, 50, "http://127.0.0.1:1"));
    }

    private async Task Beat(HttpContext context)
    {
        var node = Value(context, "node");
        var beat = await context.Request.ReadFromJsonAsync<Heartbeat>(ProtocolJson.Options);
        Beats[node] = beat!;
        foreach (var profile in beat!.Profiles)
        {
            Profiles[profile.StageHash] = profile;
        }

        var known = Nodes.TryGetValue(node, out var registered) && registered.Incarnation == beat.Incarnation;
        await Answer(context, new HeartbeatReply(known, [.. beat.Stages
            .Where(stage => Epochs.TryGetValue(stage.Job, out var epoch) && stage.Epoch < epoch)
            .Select(stage => new StaleStage(stage.Job, Epochs[stage.Job])).Distinct()]));
    }

    private Task Leave(HttpContext context)
    {
        Left.Enqueue(Value(context, "node"));
        Nodes.TryRemove(Value(context, "node"), out _);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task Store(HttpContext context)
    {
        var job = Value(context, "job");
        var batch = await context.Request.ReadFromJsonAsync<ResultBatch>(ProtocolJson.Options);
        while (HoldsResults)
        {
            await Task.Delay(5, context.RequestAborted);
        }

        if (Epochs.TryGetValue(job, out var epoch) && batch!.Epoch < epoch)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        if (batch!.TotalFrames is { } total)
        {
            Totals[job] = total;
        }

        var stored = batch.Items.Count(item => Results.TryAdd((job, batch.Task, item.Frame), item));
        await Answer(context, new ResultReceipt(stored, batch.Items.Count - stored));
    }

    private Task Progress(HttpContext context)
    {
        var job = Value(context, "job");
        var sinks = Results.Keys.Where(key => key.Job == job).GroupBy(key => key.Task).ToList();
        var done = sinks.Count == 0 ? [] : sinks.Select(sink => sink.Select(key => key.Frame).ToHashSet())
            .Aggregate((a, b) => [.. a.Intersect(b)]);
        var below = 0L;
        while (done.Remove(below))
        {
            below++;
        }

        return Answer(context, new ResultProgress(below, [.. done.Order()]));
    }
}
