using System.Text.Json;
using EdgeFlow.Api.Access;
using EdgeFlow.Api.Http;
using EdgeFlow.Control.Answers;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Submissions;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeFlow.Api.Dapr;

/// <summary><c>/dapr</c>: what a Dapr sidecar asks this process, and where it delivers messages.</summary>
internal static class DaprApi
{
    /// <summary>Most messages in one delivery; more are refused, and delivered again.</summary>
    public const int MaxBulk = 100;

    private const int MaxAwaitMs = 40;
    private const string Submissions = "/dapr/submissions";
    private const string BulkSubmissions = "/dapr/submissions/bulk";
    private const string Dead = "/dapr/dead-letters";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/dapr/subscribe", Subscriptions).ExcludeFromDescription();
        app.MapPost(Submissions, One).ExcludeFromDescription();
        app.MapPost(BulkSubmissions, Bulk).ExcludeFromDescription();
        app.MapPost(Dead, Count).ExcludeFromDescription();
    }

    /// <summary>Where messages go that are no submissions.</summary>
    public static string DeadLetters(string topic) => $"{topic}.dead";

    private static IResult Subscriptions(ExchangeOptions options) =>
        options is { Submissions: { } source, SubscribesByFile: false }
            ? Replies.Json(new object[]
            {
                new
                {
                    pubsubname = source.Component,
                    topic = source.Topic,
                    deadLetterTopic = DeadLetters(source.Topic),
                    routes = new Dictionary<string, string> { ["default"] = BulkSubmissions },
                    bulkSubscribe = new { enabled = true, maxMessagesCount = MaxBulk, maxAwaitDurationMs = MaxAwaitMs },
                },
                // As they are: what is no JSON could not be delivered otherwise, and has no dead letters of its own.
                new
                {
                    pubsubname = source.Component,
                    topic = DeadLetters(source.Topic),
                    routes = new Dictionary<string, string> { ["default"] = Dead },
                    metadata = new Dictionary<string, string> { ["rawPayload"] = "true" },
                },
            })
            : Replies.Json(Array.Empty<object>());

    private static async Task<IResult> One(HttpContext http, IServiceProvider parts, TokenBook tokens)
    {
        if (Desk(parts) is not { } desk)
        {
            return NotTaken();
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var status = await desk.Take(body.RootElement, tokens.Find, http.RequestAborted);
        return Replies.Json(new { status = Word(status) });
    }

    private static async Task<IResult> Bulk(HttpContext http, IServiceProvider parts, TokenBook tokens)
    {
        if (Desk(parts) is not { } desk)
        {
            return NotTaken();
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        if (body.RootElement.ValueKind != JsonValueKind.Object
            || !body.RootElement.TryGetProperty("entries", out var entries)
            || entries.ValueKind != JsonValueKind.Array || entries.GetArrayLength() > MaxBulk)
        {
            return Problems.Of(ProblemKinds.InvalidBody, $"A bulk of 1 to {MaxBulk} messages is expected.");
        }

        var statuses = new List<object>();
        foreach (var entry in entries.EnumerateArray())
        {
            // Without an id there is nobody to answer: a sidecar delivers again what it gets no status of.
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("entryId", out var id)
                && id.ValueKind == JsonValueKind.String)
            {
                var message = entry.TryGetProperty("event", out var given) ? given : default;
                var status = await desk.Take(message, tokens.Find, http.RequestAborted);
                statuses.Add(new { entryId = id.GetString(), status = Word(status) });
            }
        }

        return Replies.Json(new { statuses });
    }

    // Counted and let go: whoever wants to know what they are reads the topic.
    private static async Task<IResult> Count(HttpContext http, MessageCounts counts)
    {
        try
        {
            await counts.Add(MessageCounts.Dead, http.RequestAborted);
            return Replies.Json(new { status = Word(DeliveryStatus.Success) });
        }
        catch (Exception away) when (Unavailability.Is(away))
        {
            return Replies.Json(new { status = Word(DeliveryStatus.Retry) });
        }
    }

    private static SubmissionDesk? Desk(IServiceProvider parts) =>
        parts.GetService(typeof(ExchangeOptions)) is ExchangeOptions { Submissions: not null }
            ? parts.GetService(typeof(SubmissionDesk)) as SubmissionDesk
            : null;

    // Not 404: a sidecar takes that for "never again" and drops the message.
    private static IResult NotTaken() =>
        Problems.Of(ProblemKinds.Unavailable, "This control plane takes no jobs by message: --submissions.");

    private static string Word(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Success => "SUCCESS",
        DeliveryStatus.Drop => "DROP",
        _ => "RETRY",
    };
}
