using System.Text.Json;

namespace EdgeFlow.Dapr.Metadata;

/// <summary>What a sidecar says of itself (<c>/v1.0/metadata</c>). Immutable.</summary>
/// <param name="AppId">The application that it speaks for.</param>
/// <param name="Components">The names of the components that it has loaded, sorted.</param>
/// <param name="ActorTypes">The types of actors that it hosts, sorted.</param>
public sealed record SidecarMetadata(
    string AppId, IReadOnlyList<string> Components, IReadOnlyList<string> ActorTypes)
{
    private const string InternalTypes = "dapr.internal.";

    /// <summary>
    /// Whether it gives out work of workflows: it does while a worker of its application is connected. One that does
    /// not although a worker is hangs (seen with 1.18, when the worker before was killed in the middle of a turn) and
    /// must be restarted.
    /// </summary>
    public bool HostsWorkflows => ActorTypes.Any(type => type.StartsWith(InternalTypes, StringComparison.Ordinal)
        && type.EndsWith($".{AppId}.workflow", StringComparison.Ordinal));

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
            return new SidecarMetadata(
                json.RootElement.GetProperty("id").GetString() ?? "", Texts(json.RootElement, "components", "name"),
                Texts(json.RootElement, "actors", "type"));
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DaprException(
                answer.StatusCode, "", $"What answers at {sidecar.Endpoint} is no Dapr sidecar.", foreign);
        }
    }

    private static IReadOnlyList<string> Texts(JsonElement metadata, string list, string name) =>
        !metadata.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array
            ? []
            : [.. items.EnumerateArray().Select(item => item.GetProperty(name).GetString() ?? "")
                .Order(StringComparer.Ordinal)];
}
