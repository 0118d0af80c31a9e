using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Dapr.State;

/// <summary>
/// A state store behind a sidecar: values by key, each written only over what the writer saw. Safe for concurrent use.
/// </summary>
/// <param name="http">The sidecar.</param>
/// <param name="store">The component.</param>
public sealed class DaprState(DaprHttp http, string store)
{
    private const string First = "first-write";
    private const string Last = "last-write";
    private const string Strong = "strong";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly string path = $"/v1.0/state/{Uri.EscapeDataString(store)}";

    /// <summary>The component.</summary>
    public string Store => store;

    /// <summary>The value of a key; null when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="DaprException">It refused, failed, or gave no answer in time.</exception>
    public async Task<StateItem?> Read(string key, CancellationToken cancel)
    {
        using var answer = await http.Send(
            HttpMethod.Get, $"{path}/{Uri.EscapeDataString(key)}?consistency={Strong}", null, cancel)
            .ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NoContent || body.Length == 0)
        {
            return null;
        }

        try
        {
            using var value = JsonDocument.Parse(body);
            // As the store writes it, which need not be what HTTP asks of a tag.
            var tag = answer.Headers.NonValidated.TryGetValues("ETag", out var tags) ? tags.ToString() : "";
            return new StateItem(value.RootElement.Clone(), tag);
        }
        catch (JsonException odd)
        {
            throw new DaprException(
                answer.StatusCode, "", $"the value of '{key}' in the state store '{store}' is no JSON", odd);
        }
    }

    /// <summary>
    /// Carries out several changes in one transaction of the store, where its component is transactional. Whether all
    /// happen or none when a tag is another is the store's to say: see <see cref="Metadata.LoadedComponent"/>.
    /// </summary>
    /// <param name="changes">The changes, each key once.</param>
    /// <param name="cancel">Ends the waiting; the changes may happen all the same.</param>
    /// <exception cref="DaprException">Somebody else wrote meanwhile (stores tell it by various statuses), the store
    /// takes no transactions or none so long, or it refused, failed, or gave no answer in time.</exception>
    public async Task Transact(IReadOnlyList<StateChange> changes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(changes);
        using var content = JsonContent.Create(new { operations = changes.Select(Operation) }, options: Json);
        using var answer = await http.Send(HttpMethod.Post, $"{path}/transaction", content, cancel)
            .ConfigureAwait(false);
    }

    /// <summary>Writes a value over the one that was seen, or as the first one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="tag">The ETag that was seen; null when there was no value.</param>
    /// <param name="cancel">Ends the waiting; the value may be written all the same.</param>
    /// <exception cref="DaprException">Somebody else wrote meanwhile (stores tell it by various statuses), or the store
    /// refused, failed, or gave no answer in time.</exception>
    public async Task Write(string key, JsonElement value, string? tag, CancellationToken cancel)
    {
        Entry[] entries = [new(key, value, tag, new Options(First, Strong))];
        using var content = JsonContent.Create(entries, options: Json);
        using var answer = await http.Send(HttpMethod.Post, path, content, cancel).ConfigureAwait(false);
    }

    private static object Operation(StateChange change) => new
    {
        operation = change.Value is null ? "delete" : "upsert",
        request = new Entry(
            change.Key, change.Value, change.Tag,
            change.Tag is not null || change.IsFirst ? new Options(First, Strong) : new Options(Last, Strong)),
    };

    private sealed record Entry(string Key, JsonElement? Value, string? Etag, Options Options);

    private sealed record Options(string Concurrency, string Consistency);
}
