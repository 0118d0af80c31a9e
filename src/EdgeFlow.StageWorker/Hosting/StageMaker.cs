using System.Text.Json;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>Makes the code of a stage from what a directive says of it. Safe for concurrent use.</summary>
internal sealed class StageMaker(StageCatalog catalog, StageFolders folders)
{
    private const int MaxParameterDepth = 32;

    /// <exception cref="StageException">The kind, a parameter or the model is wrong.</exception>
    public IStage Make(string kind, string? model, string parameters)
    {
        try
        {
            using var json = JsonDocument.Parse(
                string.IsNullOrWhiteSpace(parameters) ? "{}" : parameters,
                new JsonDocumentOptions { MaxDepth = MaxParameterDepth });
            return catalog.Create(kind, model, json.RootElement.Clone(), folders);
        }
        catch (JsonException e)
        {
            throw new StageException("BadParameters", $"The parameters of stage '{kind}' are not JSON: {e.Message}", e);
        }
    }
}
