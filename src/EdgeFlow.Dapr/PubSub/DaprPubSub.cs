using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeFlow.Dapr.PubSub;

/// <summary>
/// Publishes to topics through a sidecar. When a call returns, the broker has the messages; when it throws, nobody
/// knows which it has. Safe for concurrent use.
/// </summary>
/// <param name="http">The sidecar.</param>
public sealed class DaprPubSub(DaprHttp http)
{
    /// <summary>Most messages in one bulk.</summary>
    public const int MaxBulk = 500;

    private const string ContentTypeKey = "content-type";
    private const string PartitionKeyKey = "partitionKey";
    private const string Raw = "metadata.rawPayload=true";

    /// <summary>Publishes one message.</summary>
    /// <param name="component">The pub/sub component's name.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Ends the waiting; the message may still be published.</param>
    /// <exception cref="DaprException">It was refused, or there was no answer.</exception>
    public async Task Publish(string component, string topic, TopicMessage message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        var query = $"?{Raw}&metadata.{ContentTypeKey}={Uri.EscapeDataString(message.ContentType)}"
            + (message.PartitionKey.Length == 0
                ? "" : $"&metadata.{PartitionKeyKey}={Uri.EscapeDataString(message.PartitionKey)}");
        using var body = new ReadOnlyMemoryContent(message.Json);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        using var answer = await http.Send(
            HttpMethod.Post, Path("publish", component, topic) + query, body, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Publishes many messages in one request. Components without a bulk of their own get them one by one from the
    /// sidecar, several at a time: only what need not keep an order among itself belongs into one bulk.
    /// </summary>
    /// <param name="component">The pub/sub component's name.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="messages">1 to <see cref="MaxBulk"/> messages.</param>
    /// <param name="cancel">Ends the waiting; the messages may still be published.</param>
    /// <returns>The messages that the broker did not take; it has all others.</returns>
    /// <exception cref="DaprException">The bulk as a whole was refused, or there was no answer.</exception>
    public async Task<IReadOnlyList<FailedMessage>> PublishBulk(
        string component, string topic, IReadOnlyList<TopicMessage> messages, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messages.Count, MaxBulk);
        using var body = new ReadOnlyMemoryContent(Bulk(messages));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await http.Send(
                HttpMethod.Post, $"{Path("publish/bulk", component, topic)}?{Raw}", body, cancel)
                .ConfigureAwait(false);
            return [];
        }
        catch (DaprException refused) when (Failed(refused.Body, messages.Count) is { Count: > 0 } failed)
        {
            return failed;
        }
    }

    private static string Path(string verb, string component, string topic) =>
        $"/v1.0/{verb}/{Uri.EscapeDataString(component)}/{Uri.EscapeDataString(topic)}";

    private static ReadOnlyMemory<byte> Bulk(IReadOnlyList<TopicMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(message => message.Json.Length + 200));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        for (var index = 0; index < messages.Count; index++)
        {
            var message = messages[index];
            json.WriteStartObject();
            json.WriteString("entryId", index.ToString(CultureInfo.InvariantCulture));
            json.WriteString("contentType", message.ContentType);
            json.WritePropertyName("event");
            json.WriteRawValue(message.Json.Span, skipInputValidation: true);
            // Never left out: without any, the sidecar does not lay the request's own metadata under an entry.
            json.WriteStartObject("metadata");
            json.WriteString(ContentTypeKey, message.ContentType);
            if (message.PartitionKey.Length > 0)
            {
                json.WriteString(PartitionKeyKey, message.PartitionKey);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    // {"failedEntries": [{"entryId": "3", "error": …}], "errorCode": …}; anything else is no answer about entries.
    private static List<FailedMessage> Failed(string body, int count)
    {
        var failed = new List<FailedMessage>();
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("failedEntries", out var entries)
                && entries.ValueKind == JsonValueKind.Array)
            {
                failed.AddRange(entries.EnumerateArray().Select(Entry).Where(entry => entry.Index < count));
            }
        }
        catch (JsonException)
        {
            failed.Clear();
        }

        return failed;
    }

    private static FailedMessage Entry(JsonElement entry)
    {
        var index = entry.TryGetProperty("entryId", out var id) && id.ValueKind == JsonValueKind.String
            && int.TryParse(id.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;
        return new FailedMessage(
            index, entry.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String
                ? error.GetString()! : "no reason was given");
    }
}
