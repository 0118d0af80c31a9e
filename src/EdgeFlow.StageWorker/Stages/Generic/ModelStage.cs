using EdgeFlow.Onnx;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages.Tensors;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>See <see cref="ModelFactory"/>.</summary>
internal sealed class ModelStage(
    StageModel model, PicturePart picture, BestClasses classes, bool givesTensors) : IStage
{
    public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
    {
        var frame = StageFrames.Merge(inputs);
        if (model.Inputs is [var only] && frame.Find(picture.Name) is { } part && !TensorPart.Is(part)
            && !(frame.Find(only.Name) is { } given && TensorPart.Is(given)))
        {
            using var tensor = picture.Tensor(part, only);
            return ValueTask.FromResult(Run(frame, [tensor.Named(only.Name)], cancel));
        }

        var tensors = model.Inputs.Select(input => TensorPart.Read(frame.Require(input.Name))).ToArray();
        return ValueTask.FromResult(Run(frame, tensors, cancel));
    }

    public void Dispose() => model.Dispose();

    private Frame Run(Frame frame, IReadOnlyList<OnnxTensor> tensors, CancellationToken cancel)
    {
        using var outputs = model.Run(tensors, cancel);
        // An output is copied out of the runtime's memory, a megabyte at times: only where somebody wants it.
        var tensorParts = givesTensors ? outputs.All.Select(TensorPart.Of) : [];
        return frame with { Parts = [.. frame.Keep("name"), .. tensorParts, .. classes.Parts(outputs.All[0])] };
    }
}
