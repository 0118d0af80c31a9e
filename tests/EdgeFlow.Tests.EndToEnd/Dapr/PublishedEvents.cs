using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Protocol.Events;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>Another application that hears the published events through a sidecar and a consumer of its own.</summary>
internal sealed class PublishedEvents : IAsyncDisposable
{
    public const string Component = "pubsub-kafka";
    public const string Topic = "edgeflow-events";
    private static readonly HashSet<string> PublicTypes = [.. PublicEvents.StoredNames];
    private readonly ConcurrentQueue<string> ids = new();
    private readonly OutsideServer server;

    public PublishedEvents() => server = new OutsideServer(Answer);

    public Uri Address => server.Address;

    /// <summary>How much was heard, with what came again.</summary>
    public int Count => ids.Count;

    /// <summary>Whether what was heard is what is stored, nothing more and nothing less.</summary>
    public bool Are(IReadOnlyList<EventView> stored) => ids.ToHashSet().SetEquals(Expected(stored));

    /// <summary>Each story was heard in its order; what came again came under its own id.</summary>
    public void AssertOrdered(IReadOnlyList<EventView> stored)
    {
        var (heard, expected) = (ids.Distinct().ToList(), Expected(stored));
        foreach (var story in heard.GroupBy(StreamOf))
        {
            Assert.Equal(expected.Where(id => StreamOf(id) == story.Key), story);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    // An event's id is its stream and its version there.
    private static List<string> Expected(IReadOnlyList<EventView> stored) =>
        [.. stored.Where(item => PublicTypes.Contains(item.Type))
            .Select(item => $"{item.Stream}/{item.Version}")];

    private static string StreamOf(string id) => id[..id.LastIndexOf('/')];

    private async Task Answer(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        if (path == "/dapr/subscribe")
        {
            await OutsideServer.Reply(context, JsonSerializer.SerializeToUtf8Bytes(
                new[] { new { pubsubname = Component, topic = Topic, route = "/events" } }));
        }
        else if (path == "/events")
        {
            using var told = await JsonDocument.ParseAsync(context.Request.InputStream);
            // A question whether the broker is there is no event of the history.
            if (told.RootElement.GetProperty("type").GetString() != OutboxQuestion.Type)
            {
                ids.Enqueue(told.RootElement.GetProperty("id").GetString()!);
            }

            await OutsideServer.Reply(context, "{}"u8.ToArray());
        }
        else
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }
}
