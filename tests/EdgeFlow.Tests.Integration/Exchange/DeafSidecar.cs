using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Stands where a sidecar's HTTP API is: keeps what is published, or refuses it when told to.</summary>
public sealed class DeafSidecar : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<JsonElement> published = new();

    private DeafSidecar(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public bool Refuses { get; set; }

    /// <summary>Which messages it refuses whatever else it takes.</summary>
    public Func<JsonElement, bool> Dislikes { get; set; } = _ => false;

    /// <summary>All that was published, in order.</summary>
    public IReadOnlyList<JsonElement> Published => [.. published];

    /// <summary>Answers to submissions, in the order in which they were published.</summary>
    public IReadOnlyList<JsonElement> Answers => [.. published.Where(item =>
        item.GetProperty("type").GetString()!.StartsWith("io.edgeflow.submission.", StringComparison.Ordinal))];

    public static async Task<DeafSidecar> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sidecar = new DeafSidecar(app);
        app.MapPost("/v1.0/publish/{component}/{topic}", async (HttpContext http, string topic) => topic.Length > 0
            ? sidecar.Take([await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body)])
            : Results.NotFound());
        app.MapPost("/v1.0/publish/bulk/{component}/{topic}", (JsonElement bulk) =>
            sidecar.Take([.. bulk.EnumerateArray().Select(entry => entry.GetProperty("event").Clone())]));
        await app.StartAsync();
        return sidecar;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Take(IReadOnlyList<JsonElement> messages)
    {
        if (Refuses || messages.Any(Dislikes))
        {
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        foreach (var message in messages)
        {
            published.Enqueue(message.Clone());
        }

        return Results.NoContent();
    }
}
