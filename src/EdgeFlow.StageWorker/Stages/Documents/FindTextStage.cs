using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>See <see cref="FindTextFactory"/>.</summary>
internal sealed class FindTextStage(StageModel model, TextRegions regions, int maxSide, int maxBoxes) : IStage
{
    // The detector halves its input five times.
    private const int Multiple = 32;

    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Single(inputs);
        var boxes = Find(ImageFormats.Decode(frame.Require("image")), cancel);
        return ValueTask.FromResult(frame with
        {
            Parts = [.. frame.Keep("name", "image"), StageFrames.ToJson("boxes", boxes)],
        });
    }

    public void Dispose() => model.Dispose();

    private TextBoxes Find(Image image, CancellationToken cancel)
    {
        var shrink = Math.Min(1.0, (double)maxSide / Math.Max(image.Width, image.Height));
        var (width, height) = (Fit(image.Width * shrink), Fit(image.Height * shrink));
        using var tensor = new PictureTensor(PictureFormat.ImageNetBgr, 1, width, height);
        tensor.Set(0, Resize.Bilinear(image, width, height));
        using var outputs = model.Run(tensor, cancel);
        var map = outputs.All[0];
        if (map.Shape is not [1, 1, var rows, var columns] || rows != height || columns != width)
        {
            throw new StageException("BadModel", $"The detector gave [{string.Join(", ", map.Shape)}] for a picture of "
                + $"{width} x {height}; a probability map [1, 1, {height}, {width}] is needed.");
        }

        return Scaled(regions.Find(map.Floats, width), image, width, height);
    }

    // From pixels of the map to pixels of the picture.
    private TextBoxes Scaled(IReadOnlyList<(Quad Corners, double Score)> found, Image image, int width, int height)
    {
        var (across, down) = ((double)image.Width / width, (double)image.Height / height);
        var sure = found.OrderByDescending(box => box.Score).Take(maxBoxes).Select(box => box.Score).LastOrDefault();
        var boxes = found.Where(box => box.Score >= sure).Take(maxBoxes).Select(box => TextBox.Of(
            box.Corners.Select(corner => new Point(
                Math.Clamp(corner.X * across, 0, image.Width), Math.Clamp(corner.Y * down, 0, image.Height))),
            box.Score)).ToArray();
        return new TextBoxes(image.Width, image.Height, boxes, found.Count - boxes.Length);
    }

    private static int Fit(double side) => Math.Max(Multiple, (int)Math.Round(side / Multiple) * Multiple);
}
