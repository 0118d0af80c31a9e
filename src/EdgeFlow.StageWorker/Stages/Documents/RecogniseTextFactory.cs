using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>recognise-text</c>: reads crops. Takes <c>crop-k</c> (and <c>boxes</c>, <c>turned</c>, <c>name</c>, passed on);
/// gives
/// <c>lines</c>, the JSON list of <see cref="TextLine"/> in the crops' order, but no longer the crops.
/// <para>
/// Parameters: <c>keys</c> (file of the model's characters, below the models folder; needed), <c>batch</c> (crops a
/// run; 8),
/// <c>
/// widthStep</c> (crops of nearly the same width share a run: widths are rounded up to it; 64 pixels), <c>minWidth
/// </c>
/// (narrower crops are padded to it; 128 pixels), <c>maxWidth</c> (wider ones are squeezed; 2,304 pixels).
/// </para>
/// </summary>
public sealed class RecogniseTextFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "recognise-text";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> FileParameters => ["keys"];

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var keys = CtcDecoder.Read(StageFolders.Resolve(folders.Models, with.Text("keys")));
        var batch = with.Whole("batch", 8, 1, 64);
        var widths = new CropWidths(
            with.Whole("widthStep", 64, 8, 1024),
            with.Whole("minWidth", 128, 8, 1024),
            with.Whole("maxWidth", 2304, 320, 8192));
        with.RefuseOthers();
        return new RecogniseTextStage(StageModel.LoadPicture(Kind, model), keys, batch, widths);
    }
}
