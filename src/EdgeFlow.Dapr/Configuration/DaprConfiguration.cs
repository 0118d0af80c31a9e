using System.Text.Json;

namespace EdgeFlow.Dapr.Configuration;

/// <summary>A configuration store behind a sidecar: values by key, and word when one changes. Safe for concurrent
/// use.</summary>
/// <param name="http">The sidecar.</param>
/// <param name="store">The component.</param>
public sealed class DaprConfiguration(DaprHttp http, string store)
{
    private readonly string path = $"/v1.0/configuration/{Uri.EscapeDataString(store)}";

    /// <summary>The component.</summary>
    public string Store => store;

    /// <summary>The values of those keys that the store has.</summary>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="DaprException">It refused, failed, or gave no answer in time.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Read(
        IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        using var answer = await http.Send(HttpMethod.Get, path + Query(keys), null, cancel).ConfigureAwait(false);
        var items = await Json<Dictionary<string, Item>>(answer, cancel).ConfigureAwait(false);
        return (items ?? []).ToDictionary(item => item.Key, item => item.Value.Value ?? "", StringComparer.Ordinal);
    }

    /// <summary>
    /// Has the sidecar post changes of the keys to this process, <c>POST /configuration/STORE/KEY</c>, for as long as
    /// the sidecar runs.
    /// </summary>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The subscription, for <see cref="Unsubscribe"/>.</returns>
    /// <exception cref="DaprException">It refused, failed, or gave no answer in time.</exception>
    public async Task<string> Subscribe(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        using var answer = await http.Send(HttpMethod.Get, $"{path}/subscribe{Query(keys)}", null, cancel)
            .ConfigureAwait(false);
        return (await Json<Subscription>(answer, cancel).ConfigureAwait(false))?.Id ?? "";
    }

    /// <summary>Ends a subscription.</summary>
    /// <param name="subscription">Which.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="DaprException">It refused, failed, or gave no answer in time.</exception>
    public async Task Unsubscribe(string subscription, CancellationToken cancel)
    {
        var ended = $"{path}/{Uri.EscapeDataString(subscription)}/unsubscribe";
        using var answer = await http.Send(HttpMethod.Get, ended, null, cancel).ConfigureAwait(false);
    }

    private static string Query(IReadOnlyCollection<string> keys) =>
        "?" + string.Join('&', keys.Select(key => $"key={Uri.EscapeDataString(key)}"));

    private static async Task<T?> Json<T>(HttpResponseMessage answer, CancellationToken cancel)
        where T : class
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException odd)
        {
            throw new DaprException(answer.StatusCode, "", "the sidecar's answer is no such JSON", odd);
        }
    }

    private sealed record Item(string? Value);

    private sealed record Subscription(string? Id);
}
