using System.Text.Json;
using EdgeFlow.StageWorker.Personal;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>Makes the code of a stage from what a directive says of it, opens its personal data, and reads the secrets
/// that it refers to. Safe for concurrent use.</summary>
internal sealed class StageMaker(
    StageCatalog catalog, StageFolders folders, ISecretStore? store = null, IPersonalKeys? keys = null,
    TimeProvider? time = null)
{
    private const int MaxParameterDepth = 32;
    private readonly StageSecrets secrets = new(store);
    private readonly PersonalValues personal = new(keys);

    /// <exception cref="StageException">The kind, a parameter, a secret or the model is wrong, or personal data cannot
    /// be read.</exception>
    public async Task<IStage> Make(string kind, string? model, string parameters, CancellationToken cancel)
    {
        var (stage, values) = await Made(kind, model, parameters, cancel).ConfigureAwait(false);
        return values is null ? stage : new RenewedStage(stage, values, Again, time ?? TimeProvider.System);

        async Task<(IStage Stage, SecretValues Values)> Again(CancellationToken end)
        {
            var (fresh, read) = await Made(kind, model, parameters, end).ConfigureAwait(false);
            return (fresh, read!);
        }
    }

    private async Task<(IStage Stage, SecretValues? Secrets)> Made(
        string kind, string? model, string parameters, CancellationToken cancel)
    {
        var (opened, texts) = await personal.Resolve(Parse(kind, parameters), cancel).ConfigureAwait(false);
        var (with, values) = await secrets.Resolve(
            kind, opened, catalog.Find(kind).SecretParameters, cancel).ConfigureAwait(false);
        if (values is null && texts.Count == 0)
        {
            return (catalog.Create(kind, model, with, folders), null);
        }

        // Errors become events: they tell neither. Outputs are the job's own, and may tell of persons.
        var untold = new SecretValues([.. values?.Texts ?? [], .. texts]);
        try
        {
            var stage = catalog.Create(kind, model, with, folders);
            return (new GuardedStage(stage, values ?? new SecretValues([]), untold), values);
        }
        catch (StageException error)
        {
            throw GuardedStage.Hidden(error, untold);
        }
    }

    private static JsonElement Parse(string kind, string parameters)
    {
        try
        {
            using var json = JsonDocument.Parse(
                string.IsNullOrWhiteSpace(parameters) ? "{}" : parameters,
                new JsonDocumentOptions { MaxDepth = MaxParameterDepth });
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new StageException("BadParameters", $"The parameters of stage '{kind}' are not JSON: {e.Message}", e);
        }
    }
}
