using System.Buffers;
using System.Text.Json;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Secrets;

/// <summary>Puts the values of secrets in place of their references among a stage's parameters. Safe for concurrent
/// use.</summary>
/// <param name="store">Where they are; null where the node has none.</param>
internal sealed class StageSecrets(ISecretStore? store)
{
    private const string Key = "secretRef";
    private const int MaxSecrets = 64;
    private const int MaxValueChars = 64 * 1024;

    /// <summary>The parameters with the values in them, and the values.</summary>
    /// <param name="kind">The stage's kind, for messages.</param>
    /// <param name="parameters">The parameters, as the directive has them.</param>
    /// <param name="allowed">The parameters in which the stage takes secrets.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="StageException">A secret is where the stage takes none, is not there or cannot be read; the
    /// message names its store and name only.</exception>
    public async Task<(JsonElement Parameters, SecretValues? Values)> Resolve(
        string kind, JsonElement parameters, IReadOnlyCollection<string> allowed, CancellationToken cancel)
    {
        var found = new Dictionary<SecretReference, string?>();
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (var parameter in parameters.EnumerateObject())
            {
                var before = found.Count;
                Find(parameter.Value, found);
                if (found.Count > before && !allowed.Contains(parameter.Name))
                {
                    throw new StageException(
                        "BadParameter", $"Stage '{kind}': parameter '{parameter.Name}' takes no secret.");
                }
            }
        }

        if (found.Count == 0)
        {
            return (parameters, null);
        }

        foreach (var reference in found.Keys.ToList())
        {
            found[reference] = await Read(reference, cancel).ConfigureAwait(false);
        }

        return (Filled(parameters, found), new SecretValues(found.Values.OfType<string>()));
    }

    private async Task<string> Read(SecretReference reference, CancellationToken cancel)
    {
        if (store is null)
        {
            throw Bad(reference, "cannot be read: this node has no secrets; start it with --secrets or a sidecar");
        }

        try
        {
            var value = await store.Read(reference, cancel).ConfigureAwait(false);
            return string.IsNullOrEmpty(value) ? throw Bad(reference, "is not there")
                : value.Length > MaxValueChars ? throw Bad(reference, $"has more than {MaxValueChars} characters")
                : value;
        }
        catch (SecretStoreException error)
        {
            throw Bad(reference, $"cannot be read: {error.Message}");
        }
    }

    private static void Find(JsonElement value, Dictionary<SecretReference, string?> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty(Key, out var reference):
                found[Parse(reference)] = null;
                if (found.Count > MaxSecrets)
                {
                    throw new StageException("BadParameter", $"The stage has more than {MaxSecrets} secrets.");
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Find(member.Value, found);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Find(item, found);
                }

                break;
            default:
                break;
        }
    }

    private static SecretReference Parse(JsonElement reference)
    {
        var (store, name) = (Text(reference, "store"), Text(reference, "name"));
        return store is null || name is null
            ? throw new StageException("BadParameter", $"A {Key} has a store, a name and perhaps a key.")
            : new SecretReference(store, name, Text(reference, "key") ?? name);
    }

    private static string? Text(JsonElement reference, string member) =>
        reference.ValueKind == JsonValueKind.Object && reference.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        && text.Length <= SecretReference.MaxLength
            ? text
            : null;

    private static JsonElement Filled(JsonElement parameters, Dictionary<SecretReference, string?> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, parameters, values);
        }

        using var filled = JsonDocument.Parse(buffer.WrittenMemory);
        return filled.RootElement.Clone();
    }

    private static void Write(
        Utf8JsonWriter writer, JsonElement value, Dictionary<SecretReference, string?> values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty(Key, out var reference):
                writer.WriteStringValue(values[Parse(reference)]);
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, values);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, values);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static StageException Bad(SecretReference secret, string reason) =>
        new("Secret", $"The secret '{secret.Name}' of store '{secret.Store}' {reason}.");
}
