using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>See <see cref="TurnTextFactory"/>.</summary>
internal sealed class TurnTextStage(StageModel model, double threshold, int batch) : IStage
{
    private const int Height = 48;
    private const int Width = 192;

    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Single(inputs);
        var parts = CropParts.Of(frame);
        var crops = CropParts.Read(parts);
        var turned = crops.Chunk(batch).SelectMany(some => Turned(some, cancel)).ToArray();
        var upright = parts.Select((part, index) =>
            turned[index] ? CropParts.Write(index, Turn.Half(crops[index]), part.ContentType) : part);
        var numbers = Enumerable.Range(0, turned.Length).Where(index => turned[index]).ToArray();
        return ValueTask.FromResult(frame with
        {
            Parts =
            [
                .. frame.Keep("name", "boxes"), StageFrames.ToJson("turned", numbers), .. upright,
            ],
        });
    }

    public void Dispose() => model.Dispose();

    private bool[] Turned(Image[] crops, CancellationToken cancel)
    {
        using var tensor = new PictureTensor(PictureFormat.SignedBgr, crops.Length, Width, Height);
        for (var index = 0; index < crops.Length; index++)
        {
            var width = (int)Math.Ceiling((double)crops[index].Width * Height / crops[index].Height);
            tensor.Set(index, Resize.Bilinear(crops[index], Math.Clamp(width, 1, Width), Height));
        }

        using var outputs = model.Run(tensor, cancel);
        var scores = outputs.All[0];
        if (scores.Shape is not [var count, 2] || count != crops.Length)
        {
            throw new StageException("BadModel", $"The classifier gave [{string.Join(", ", scores.Shape)}] for "
                + $"{crops.Length} crops; probabilities [{crops.Length}, 2] of 0 and 180 degrees are needed.");
        }

        var values = scores.Floats;
        var turned = new bool[crops.Length];
        for (var index = 0; index < turned.Length; index++)
        {
            turned[index] = values[(index * 2) + 1] >= threshold;
        }

        return turned;
    }
}
