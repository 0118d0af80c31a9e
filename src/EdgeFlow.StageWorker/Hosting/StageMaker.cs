using System.Text.Json;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>Makes the code of a stage from what a directive says of it, and reads the secrets that it refers to. Safe
/// for concurrent use.</summary>
internal sealed class StageMaker(StageCatalog catalog, StageFolders folders, ISecretStore? store = null)
{
    private const int MaxParameterDepth = 32;
    private readonly StageSecrets secrets = new(store);

    /// <exception cref="StageException">The kind, a parameter, a secret or the model is wrong.</exception>
    public async Task<IStage> Make(string kind, string? model, string parameters, CancellationToken cancel)
    {
        var (with, values) = await secrets.Resolve(
            kind, Parse(kind, parameters), catalog.Find(kind).SecretParameters, cancel).ConfigureAwait(false);
        if (values is null)
        {
            return catalog.Create(kind, model, with, folders);
        }

        try
        {
            return new GuardedStage(catalog.Create(kind, model, with, folders), values);
        }
        catch (StageException error)
        {
            throw GuardedStage.Hidden(error, values);
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
