using System.Text.Json;

namespace EdgeFlow.Dapr.Metadata;

/// <summary>What a sidecar says of itself (<c>/v1.0/metadata</c>). Immutable.</summary>
/// <param name="AppId">The application that it speaks for.</param>
/// <param name="Components">The names of the components that it has loaded, sorted.</param>
public sealed record SidecarMetadata(string AppId, IReadOnlyList<string> Components)
{
    /// <summary>Asks a sidecar.</summary>
    /// <param name="sidecar">The sidecar.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="DaprException">It refused, is not there, or is no Dapr sidecar.</exception>
    public static async Task<SidecarMetadata> Ask(DaprHttp sidecar, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        using var answer = await sidecar.Send(HttpMethod.Get, "/v1.0/metadata", null, cancel).ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(body);
            return new SidecarMetadata(json.RootElement.GetProperty("id").GetString() ?? "", Names(json.RootElement));
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DaprException(
                answer.StatusCode, "", $"What answers at {sidecar.Endpoint} is no Dapr sidecar.", foreign);
        }
    }

    private static IReadOnlyList<string> Names(JsonElement metadata) =>
        !metadata.TryGetProperty("components", out var components) || components.ValueKind != JsonValueKind.Array
            ? []
            : [.. components.EnumerateArray().Select(component => component.GetProperty("name").GetString() ?? "")
                .Order(StringComparer.Ordinal)];
}
