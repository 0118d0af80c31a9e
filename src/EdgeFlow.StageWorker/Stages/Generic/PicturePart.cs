using EdgeFlow.Onnx;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>Which part of a frame is a model's picture, and how it becomes the model's tensor. Immutable.</summary>
/// <param name="Name">The part.</param>
/// <param name="Width">Width for the model, in pixels, or 0 to take the model's own.</param>
/// <param name="Height">Height for the model, in pixels, or 0 to take the model's own.</param>
/// <param name="Format">How pixels become values.</param>
internal sealed record PicturePart(string Name, int Width, int Height, PictureFormat Format)
{
    /// <summary>The tensor of the picture; the caller disposes it.</summary>
    /// <exception cref="StageException">
    /// The picture cannot be decoded, or nobody says which size the model wants.
    /// </exception>
    public PictureTensor Tensor(FramePart part, TensorSpec spec)
    {
        if (spec.Axes.Count != 4 || spec.Type != TensorType.Float32)
        {
            throw new StageException("WrongShape", $"The model wants {spec}, which is not a batch of pictures: give it "
                + $"a tensor part '{spec.Name}'.");
        }

        var (row, column) = Format.ChannelsLast ? (1, 2) : (2, 3);
        var width = Side("width", Width, spec, column);
        var height = Side("height", Height, spec, row);
        var tensor = new PictureTensor(Format, 1, width, height);
        try
        {
            tensor.Set(0, Resize.Bilinear(ImageFormats.Decode(part), width, height));
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static int Side(string key, int stated, TensorSpec spec, int axis) => (stated, spec.Axes[axis].Size) switch
    {
        (0, null) => throw new StageException("BadParameter",
            $"Stage 'model': the model leaves the picture's size free ({spec}); state parameter '{key}'."),
        (0, { } own) => (int)own,
        _ => stated,
    };
}
