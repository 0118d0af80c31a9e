using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>turn-text</c>: turns crops that stand on their head. Takes <c>crop-k</c> (and <c>boxes</c>, <c>name</c>, passed
/// on); gives them the right way up, and <c>turned</c>, the JSON list of the crops' numbers that were turned.
/// <para>Parameters: <c>threshold</c> (how sure the classifier must be; 0.9), <c>batch</c> (crops a run; 8).</para>
/// </summary>
public sealed class TurnTextFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "turn-text";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var threshold = with.Number("threshold", 0.9, 0.5, 1);
        var batch = with.Whole("batch", 8, 1, 64);
        with.RefuseOthers();
        return new TurnTextStage(StageModel.LoadPicture(Kind, model), threshold, batch);
    }
}
