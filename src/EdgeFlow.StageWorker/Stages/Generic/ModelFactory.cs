using System.Text.Json;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>
/// <c>model</c>: any ONNX model. Tensor parts named like its inputs go in, and its outputs come out as tensor parts. A
/// model of one input also takes a picture.
/// <para>
/// Parameters for a picture: <c>image</c> (the part; <c>image</c>), <c>width</c> and <c>height</c> (needed where the
/// model leaves them free), <c>scale</c> (255), <c>mean</c> (0, 0, 0), <c>deviation</c> (1, 1, 1), <c>colours</c>
/// (<c>rgb</c>, <c>bgr</c>, <c>grey</c>), <c>layout</c> (<c>nchw</c>, <c>nhwc</c>).
/// </para>
/// <para>
/// Parameters for what comes out: <c>topK</c> (adds part <c>labels</c>, the JSON list of the first output's best so
/// many classes; 0), <c>softmax</c> (on their scores; false), <c>labels</c> (file below the models folder, one class a
/// line), <c>tensors</c> (whether the outputs themselves go on; true. Without them a frame is not made larger than what
/// the next stage reads). Part <c>name</c> is passed on.
/// </para>
/// </summary>
public sealed class ModelFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "model";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> FileParameters => ["labels"];

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var picture = new PicturePart(
            with.OptionalText("image") ?? "image",
            with.Whole("width", 0, 1, 8192),
            with.Whole("height", 0, 1, 8192),
            Format(with));
        var classes = new BestClasses(
            with.Whole("topK", 0, 0, 1000),
            with.Switch("softmax", false),
            Labels(with.OptionalText("labels"), folders));
        var tensors = with.Switch("tensors", true);
        with.RefuseOthers();
        return new ModelStage(StageModel.Load(Kind, model), picture, classes, tensors);
    }

    private static PictureFormat Format(StageParameters with)
    {
        var scale = with.Number("scale", 255, 1e-6, 1e6);
        var mean = with.Numbers("mean", [0, 0, 0], -1e6, 1e6);
        var deviation = with.Numbers("deviation", [1, 1, 1], 1e-6, 1e6);
        var colours = with.Choice("colours", "rgb", "rgb", "bgr", "grey") switch
        {
            "bgr" => PictureColours.Bgr,
            "grey" => PictureColours.Grey,
            _ => PictureColours.Rgb,
        };
        var channelsLast = with.Choice("layout", "nchw", "nchw", "nhwc") == "nhwc";
        return new PictureFormat(scale, mean, deviation, colours, channelsLast);
    }

    private static string[] Labels(string? reference, StageFolders folders)
    {
        if (reference is null)
        {
            return [];
        }

        try
        {
            return File.ReadAllLines(StageFolders.Resolve(folders.Models, reference));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StageException("BadParameter", $"Labels '{reference}' cannot be read: {error.Message}", error);
        }
    }
}
