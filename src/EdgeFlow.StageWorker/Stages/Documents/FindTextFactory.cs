using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>
/// find-text</c>: where a picture has lines of text. Takes part <c>image</c>; gives <c>image</c> as it came, <c>boxes
/// </c>
/// (JSON of <see cref="TextBoxes"/>) and <c>name</c> if there is one.
/// <para>
/// Parameters: <c>maxSide</c> (larger pictures are shrunk to it for the detector; 960 pixels), <c>threshold</c> (0.3),
/// <c>boxThreshold</c> (0.6), <c>unclip</c> (1.5), <c>maxBoxes</c> (1,000).
/// </para>
/// </summary>
public sealed class FindTextFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "find-text";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var regions = new TextRegions(
            with.Number("threshold", 0.3, 0.01, 0.99),
            with.Number("boxThreshold", 0.6, 0, 0.99),
            with.Number("unclip", 1.5, 0, 5));
        var maxSide = with.Whole("maxSide", 960, 32, 4096);
        var maxBoxes = with.Whole("maxBoxes", 1000, 1, 10_000);
        with.RefuseOthers();
        return new FindTextStage(StageModel.LoadPicture(Kind, model), regions, maxSide, maxBoxes);
    }
}
