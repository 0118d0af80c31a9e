using System.Text.Json;

namespace EdgeFlow.Dapr.Metadata;

/// <summary>What a sidecar says of itself (<c>/v1.0/metadata</c>). Immutable.</summary>
/// <param name="AppId">The application that it speaks for.</param>
/// <param name="Components">The components that it has loaded, sorted by name.</param>
/// <param name="ActorTypes">The types of actors that it hosts, sorted.</param>
public sealed record SidecarMetadata(
    string AppId, IReadOnlyList<LoadedComponent> Components, IReadOnlyList<string> ActorTypes)
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
                json.RootElement.GetProperty("id").GetString() ?? "",
                [.. Items(json.RootElement, "components").Select(Component)
                    .OrderBy(component => component.Name, StringComparer.Ordinal)],
                [.. Items(json.RootElement, "actors").Select(actor => Text(actor, "type"))
                    .Order(StringComparer.Ordinal)]);
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DaprException(
                answer.StatusCode, "", $"What answers at {sidecar.Endpoint} is no Dapr sidecar.", foreign);
        }
    }

    private static LoadedComponent Component(JsonElement component) => new(
        Text(component, "name"), Text(component, "type"),
        [.. Items(component, "capabilities").Select(capability => capability.GetString() ?? "")]);

    private static IEnumerable<JsonElement> Items(JsonElement of, string list) =>
        of.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
