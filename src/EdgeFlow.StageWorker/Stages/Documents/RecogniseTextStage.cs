using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>See <see cref="RecogniseTextFactory"/>.</summary>
internal sealed class RecogniseTextStage(StageModel model, CtcDecoder decoder, int batch, CropWidths widths) : IStage
{
    private const int Height = 48;

    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Single(inputs);
        var crops = CropParts.Read(CropParts.Of(frame));
        var lines = new TextLine[crops.Count];
        var buckets = Enumerable.Range(0, crops.Count).GroupBy(index => widths.Bucket(WidthOf(crops[index])));
        foreach (var bucket in buckets.OrderBy(bucket => bucket.Key))
        {
            foreach (var numbers in bucket.Chunk(batch))
            {
                var read = Read(numbers.Select(index => crops[index]).ToArray(), bucket.Key, cancel);
                for (var at = 0; at < numbers.Length; at++)
                {
                    lines[numbers[at]] = read[at];
                }
            }
        }

        return ValueTask.FromResult(frame with
        {
            Parts = [.. frame.Keep("name", "boxes", "turned"), StageFrames.ToJson("lines", lines)],
        });
    }

    public void Dispose() => model.Dispose();

    private TextLine[] Read(Image[] crops, int width, CancellationToken cancel)
    {
        using var tensor = new PictureTensor(PictureFormat.SignedBgr, crops.Length, width, Height);
        for (var index = 0; index < crops.Length; index++)
        {
            tensor.Set(index, Resize.Bilinear(crops[index], Math.Min(width, WidthOf(crops[index])), Height));
        }

        using var outputs = model.Run(tensor, cancel);
        var steps = outputs.All[0];
        if (steps.Shape is not [var count, var length, var classes] || count != crops.Length
            || classes != decoder.Classes)
        {
            throw new StageException("BadModel",
                $"The recogniser gave [{string.Join(", ", steps.Shape)}] for {crops.Length} crops; with "
                + $"{decoder.Classes - 2} keys, [{crops.Length}, steps, {decoder.Classes}] is needed.");
        }

        var values = steps.Floats;
        var lines = new TextLine[crops.Length];
        var size = (int)(length * classes);
        for (var index = 0; index < lines.Length; index++)
        {
            lines[index] = decoder.Decode(values.Slice(index * size, size));
        }

        return lines;
    }

    private static int WidthOf(Image crop) => Math.Max(1, (int)Math.Ceiling((double)crop.Width * Height / crop.Height));
}
