using System.Net;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>A control plane that registers anybody and counts results.</summary>
internal sealed class CountingControlPlane : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim arrived = new(0);
    private long count;

    public CountingControlPlane()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        app = builder.Build();
        app.MapPost("/v1/nodes", (RequestDelegate)(context => Answer(
            context, new NodeLease(10_000, 1000, "http://127.0.0.1:1"))));
        app.MapPost("/v1/nodes/{node}/heartbeat", (RequestDelegate)(context => Answer(
            context, new HeartbeatReply(true, []))));
        app.MapGet("/v1/jobs/{job}/results/progress", (RequestDelegate)(context => Answer(
            context, new ResultProgress(0, []))));
        app.MapPost("/v1/jobs/{job}/results", (RequestDelegate)Store);
    }

    public long Count => Interlocked.Read(ref count);

    public async Task<Uri> Start()
    {
        await app.StartAsync();
        return new Uri(app.Urls.First());
    }

    /// <summary>
    /// Completes with the next batch of results but so many, so that a round begins and ends with a result.
    /// </summary>
    public async Task After(int batches)
    {
        while (await arrived.WaitAsync(0))
        {
            // Those that arrived before are not the next.
        }

        for (var i = 0; i < batches; i++)
        {
            await arrived.WaitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        arrived.Dispose();
    }

    private static Task Answer<T>(HttpContext context, T body) =>
        context.Response.WriteAsJsonAsync(body, ProtocolJson.Options);

    private async Task Store(HttpContext context)
    {
        var batch = await context.Request.ReadFromJsonAsync<ResultBatch>(ProtocolJson.Options);
        Interlocked.Add(ref count, batch!.Items.Count);
        arrived.Release();
        await Answer(context, new ResultReceipt(batch.Items.Count, 0));
    }
}
