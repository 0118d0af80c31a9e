using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.StageWorker.Stages.Documents;
using EdgeFlow.StageWorker.Stages.External;
using EdgeFlow.StageWorker.Stages.Generic;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>The kinds of stage that a node knows. Immutable, safe for concurrent use.</summary>
public sealed class StageCatalog
{
    private readonly SortedDictionary<string, IStageFactory> factories = new(StringComparer.Ordinal);

    /// <summary>A catalog of these factories.</summary>
    /// <exception cref="ArgumentException">Two have the same kind.</exception>
    public StageCatalog(IEnumerable<IStageFactory> factories)
    {
        foreach (var factory in factories)
        {
            this.factories.Add(factory.Kind, factory);
        }
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyCollection<string> Kinds => factories.Keys;

    /// <summary>All stages that EdgeFlow brings along.</summary>
    /// <param name="externalHosts">
    /// Hosts that <c>external</c> stages of this node may call, beside its own loopback: names or addresses without
    /// port.
    /// </param>
    /// <param name="sidecar">
    /// The node's Dapr sidecar, through which <c>external</c> stages call applications; null when it has none.
    /// </param>
    public static StageCatalog BuiltIn(
        IReadOnlyCollection<string>? externalHosts = null, DaprEndpoint? sidecar = null) => new(
    [
        new BurnFactory(),
        new CaptureFolderFactory(),
        new CropTextFactory(),
        new ExternalFactory(externalHosts ?? [], sidecar),
        new FindTextFactory(),
        new GatherTextFactory(),
        new ModelFactory(),
        new PassFactory(),
        new RecogniseTextFactory(),
        new TurnTextFactory(),
    ]);

    /// <summary>The factory of a kind.</summary>
    /// <exception cref="StageException">There is none; the message lists the known kinds.</exception>
    public IStageFactory Find(string kind) => factories.GetValueOrDefault(kind) ?? throw new StageException(
        "UnknownStage", $"There is no stage '{kind}'; known are: {string.Join(", ", factories.Keys)}.");

    /// <summary>Makes a stage.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="model">Its model, relative to the models folder, or null.</param>
    /// <param name="parameters">The manifest's <c>with</c> object.</param>
    /// <param name="folders">Where models and inputs are.</param>
    /// <exception cref="StageException">The kind is unknown, or a parameter or the model is wrong.</exception>
    public IStage Create(string kind, string? model, JsonElement parameters, StageFolders folders) =>
        Find(kind).Create(model is null ? null : StageFolders.Resolve(folders.Models, model), parameters, folders);
}
