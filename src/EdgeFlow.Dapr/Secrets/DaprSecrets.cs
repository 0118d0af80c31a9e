using System.Net;
using System.Text.Json;

namespace EdgeFlow.Dapr.Secrets;

/// <summary>Secrets through a sidecar, of any secret store that it has. Nothing is kept. Safe for concurrent
/// use.</summary>
/// <param name="http">The sidecar.</param>
public sealed class DaprSecrets(DaprHttp http)
{
    /// <summary>The values of a secret: one under its own name, or several by key; none when the store has no such
    /// secret and says so.</summary>
    /// <param name="store">The component.</param>
    /// <param name="name">The secret's name there.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="DaprException">There is no such store, this application may not read it, or it failed. Many
    /// stores tell a secret that is not there as a failure too.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Read(string store, string name, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(store);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = $"/v1.0/secrets/{Uri.EscapeDataString(store)}/{Uri.EscapeDataString(name)}";
        using var answer = await http.Send(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return new Dictionary<string, string>();
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(body) ?? [];
        }
        catch (JsonException)
        {
            // Without the cause: a parser's message may quote the value.
            throw new DaprException(answer.StatusCode, "", $"GET {path}: the answer is no object of texts");
        }
    }
}
