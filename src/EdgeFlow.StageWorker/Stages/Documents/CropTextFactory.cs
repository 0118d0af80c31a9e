using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>crop-text</c>: cuts each box out of the picture and straightens it. Takes <c>image</c> and <c>boxes</c>; gives
/// <c>crop-0</c>, <c>crop-1</c> … and <c>boxes</c>, but no longer the picture, so that less data flows on.
/// <para>
/// Parameters: <c>height</c> (higher crops are shrunk to it, which is what the recogniser wants; 48 pixels),
/// <c>maxWidth</c> (2,304 pixels; longer lines are squeezed), <c>format</c> (of the crops: <c>png</c>, small, or
/// <c>ppm</c>, quick; png).
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
        var format = with.Choice("format", "png", "png", "ppm") == "png" ? ImageFormats.Png : ImageFormats.Pixmap;
        with.RefuseOthers();
        return new CropTextStage(height, maxWidth, format);
    }
}
