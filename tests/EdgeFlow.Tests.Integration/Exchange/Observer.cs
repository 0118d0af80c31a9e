using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>
/// An application of somebody else that listens to topics through its sidecar. Where the broker is a sidecar's own
/// memory it shares the control plane's sidecar: it then passes on what that sidecar asks of the control plane.
/// </summary>
public sealed class Observer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient plane = new();
    private readonly ConcurrentQueue<JsonElement> events = new();
    private readonly ConcurrentQueue<JsonElement> deadLetters = new();

    private Observer(WebApplication app) => this.app = app;

    public IReadOnlyList<JsonElement> Events => [.. events];

    public IReadOnlyList<JsonElement> DeadLetters => [.. deadLetters];

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="component">The pub/sub component.</param>
    /// <param name="topic">The topic of events.</param>
    /// <param name="dead">The topic of dead letters.</param>
    /// <param name="behind">The control plane whose sidecar it shares; null for a sidecar of its own.</param>
    public static async Task<Observer> Start(int port, string component, string topic, string dead, Uri? behind = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var observer = new Observer(app);
        app.MapGet("/dapr/subscribe", async () =>
        {
            var own = new[] { (topic, "/events"), (dead, "/dead") }.Select(entry =>
                JsonSerializer.SerializeToElement(
                    new { pubsubname = component, topic = entry.Item1, route = entry.Item2 }));
            var passed = behind is null ? "[]" : await observer.plane.GetStringAsync(new Uri(behind, "dapr/subscribe"));
            // A sidecar delivers a topic to one route only: here the dead letters are the observer's.
            return Results.Json(own.Concat(JsonSerializer.Deserialize<JsonElement[]>(passed)!
                .Where(subscription => subscription.GetProperty("topic").GetString() != dead)));
        });
        app.MapPost("/events", (JsonElement message) => observer.events.Enqueue(message.Clone()));
        app.MapPost("/dead", (JsonElement message) => observer.deadLetters.Enqueue(message.Clone()));
        app.MapPost("/dapr/{**rest}", async (HttpContext http, string rest) =>
        {
            using var body = new StreamContent(http.Request.Body);
            using var answer = await observer.plane.PostAsync(new Uri(behind!, $"dapr/{rest}"), body);
            http.Response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(http.Response.Body);
        });
        await app.StartAsync();
        return observer;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        plane.Dispose();
    }
}
