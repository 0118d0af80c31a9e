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
        var found = new Dictionary<SecretReference, string>();
        if (parameters.ValueKind == JsonValueKind.Object)
        {
            foreach (var parameter in parameters.EnumerateObject())
            {
                await Read(kind, parameter, allowed, found, cancel).ConfigureAwait(false);
            }
        }

        if (found.Count == 0)
        {
            return (parameters, null);
        }

        var filled = ParameterReferences.Filled(parameters, Key, reference => found[Parse(reference)]);
        return (filled, new SecretValues(found.Values));
    }

    private async Task Read(
        string kind, JsonProperty parameter, IReadOnlyCollection<string> allowed,
        Dictionary<SecretReference, string> found, CancellationToken cancel)
    {
        foreach (var reference in ParameterReferences.Of(parameter.Value, Key).Select(Parse).Distinct())
        {
            if (!allowed.Contains(parameter.Name))
            {
                throw new StageException(
                    "BadParameter", $"Stage '{kind}': parameter '{parameter.Name}' takes no secret.");
            }

            if (found.Count == MaxSecrets && !found.ContainsKey(reference))
            {
                throw new StageException("BadParameter", $"The stage has more than {MaxSecrets} secrets.");
            }

            found[reference] = await Read(reference, cancel).ConfigureAwait(false);
        }
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

    private static SecretReference Parse(JsonElement reference)
    {
        var (store, name) = (Text(reference, "store"), Text(reference, "name"));
        return store is null || name is null
            ? throw new StageException("BadParameter", $"A {Key} has a store, a name and perhaps a key.")
            : new SecretReference(store, name, Text(reference, "key") ?? name);
    }

    private static string? Text(JsonElement reference, string member) =>
        ParameterReferences.Text(reference, member, SecretReference.MaxLength);

    private static StageException Bad(SecretReference secret, string reason) =>
        new("Secret", $"The secret '{secret.Name}' of store '{secret.Store}' {reason}.");
}
