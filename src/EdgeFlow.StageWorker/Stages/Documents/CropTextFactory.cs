using System.Text.Json;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>crop-text</c>: cuts each box out of the picture and straightens it. Takes <c>image</c> and <c>boxes</c>; gives
/// <c>crop-0</c>, <c>crop-1</c> … (PPM) and <c>boxes</c>, but no longer the picture, so that less data flows on.
/// <para>
/// Parameters: <c>height</c> (the crops' height, what the recogniser wants; 48 pixels), <c>maxWidth</c> (2,304 pixels;
/// longer lines are squeezed).
/// </para>
/// </summary>
public sealed class CropTextFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "crop-text";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var height = with.Whole("height", 48, 8, 512);
        var maxWidth = with.Whole("maxWidth", 2304, 32, 8192);
        with.RefuseOthers();
        return new CropTextStage(height, maxWidth);
    }
}
