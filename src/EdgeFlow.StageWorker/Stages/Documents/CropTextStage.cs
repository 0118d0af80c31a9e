using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>See <see cref="CropTextFactory"/>.</summary>
internal sealed class CropTextStage(int height, int maxWidth, string contentType) : IStage
{
    // A box that is this much higher than wide holds a line that runs up or down the page.
    private const double Upright = 1.5;

    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Single(inputs);
        var boxes = StageFrames.FromJson<TextBoxes>(frame.Require("boxes"));
        var image = ImageFormats.Decode(frame.Require("image"));
        var crops = boxes.Boxes.Select((box, index) => CropParts.Write(index, Cut(image, box.Quad), contentType));
        return ValueTask.FromResult(frame with { Parts = [.. frame.Keep("name", "boxes"), .. crops] });
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private Image Cut(Image image, Quad quad)
    {
        // First at the box's own size and then smaller: shrinking inside the homography would skip pixels. A small
        // crop stays small on its way; the recogniser makes it larger.
        var crop = Crop.Perspective(image, quad, Side(quad.Width, image), Side(quad.Height, image));
        crop = crop.Height >= crop.Width * Upright ? Turn.CounterClockwise(crop) : crop;
        var rows = Math.Min(height, crop.Height);
        var width = (int)Math.Ceiling((double)crop.Width * rows / crop.Height);
        return Resize.Bilinear(crop, Math.Min(width, maxWidth), rows);
    }

    // A corner may come from anywhere; no box needs more than the picture's diagonal.
    private static int Side(double length, Image image) =>
        (int)Math.Clamp(Math.Round(length), 1, image.Width + image.Height);
}
