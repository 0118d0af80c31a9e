using System.Net.Http.Json;
using System.Text.Json;

namespace EdgeFlow.Dapr.Lock;

/// <summary>Locks through a sidecar (Dapr's alpha API), each held by one owner until it lets go or its lease ends. Safe
/// for concurrent use.</summary>
/// <param name="http">The sidecar.</param>
/// <param name="store">The component.</param>
public sealed class DaprLock(DaprHttp http, string store)
{
    private readonly string lockPath = $"/v1.0-alpha1/lock/{Uri.EscapeDataString(store)}";
    private readonly string unlockPath = $"/v1.0-alpha1/unlock/{Uri.EscapeDataString(store)}";

    /// <summary>Takes a lock if nobody holds it.</summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="owner">Who asks; nobody else can let it go.</param>
    /// <param name="lease">After this it is free whatever happened to its owner; whole seconds, at least one.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Whether it is the owner's now.</returns>
    /// <exception cref="DaprException">The store refused, failed, or gave no answer in time.</exception>
    public async Task<bool> TryLock(string resource, string owner, TimeSpan lease, CancellationToken cancel)
    {
        using var content = JsonContent.Create(new
        {
            resourceId = resource, lockOwner = owner, expiryInSeconds = (int)Math.Ceiling(lease.TotalSeconds),
        });
        using var answer = await http.Send(HttpMethod.Post, lockPath, content, cancel).ConfigureAwait(false);
        using var told = await Told(answer, cancel).ConfigureAwait(false);
        return told.RootElement.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True;
    }

    /// <summary>Lets a lock go.</summary>
    /// <param name="resource">What was locked.</param>
    /// <param name="owner">Who took it.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Whether the owner still held it.</returns>
    /// <exception cref="DaprException">The store refused, failed, or gave no answer in time.</exception>
    public async Task<bool> Unlock(string resource, string owner, CancellationToken cancel)
    {
        using var content = JsonContent.Create(new { resourceId = resource, lockOwner = owner });
        using var answer = await http.Send(HttpMethod.Post, unlockPath, content, cancel).ConfigureAwait(false);
        using var told = await Told(answer, cancel).ConfigureAwait(false);
        return told.RootElement.TryGetProperty("status", out var status)
            && status.ValueKind == JsonValueKind.Number && status.GetInt32() == 0;
    }

    private static async Task<JsonDocument> Told(HttpResponseMessage answer, CancellationToken cancel)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException odd)
        {
            throw new DaprException(answer.StatusCode, "", "the sidecar's answer about a lock is no JSON", odd);
        }
    }
}
