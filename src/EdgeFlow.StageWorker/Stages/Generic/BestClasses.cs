using System.Globalization;
using EdgeFlow.Onnx;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>The likeliest classes of a classifier's output. Immutable.</summary>
/// <param name="Count">How many; 0 for none at all.</param>
/// <param name="Softmax">Whether scores are made probabilities first.</param>
/// <param name="Labels">Names of the classes, or none.</param>
internal sealed record BestClasses(int Count, bool Softmax, IReadOnlyList<string> Labels)
{
    /// <summary>The part <c>labels</c>, or none.</summary>
    /// <exception cref="StageException">
    /// The output is not one picture's scores, or has another number of classes.
    /// </exception>
    public IEnumerable<FramePart> Parts(OnnxOutput output)
    {
        if (Count == 0)
        {
            return [];
        }

        if (output.Type != TensorType.Float32 || output.Shape is not ([_] or [1, _]))
        {
            throw new StageException("BadParameter", $"Stage 'model': topK needs scores [1, classes] in float32; "
                + $"output '{output.Name}' is {output.Type.Name()} [{string.Join(", ", output.Shape)}].");
        }

        if (Labels.Count > 0 && Labels.Count != output.Shape[^1])
        {
            throw new StageException("BadParameter",
                $"Stage 'model': {Labels.Count} labels were given for {output.Shape[^1]} classes.");
        }

        return [StageFrames.ToJson("labels", Best(output.Floats.ToArray()))];
    }

    private ScoredClass[] Best(float[] scores)
    {
        // Shifted by the largest, so that no exponential overflows.
        var largest = scores.Length == 0 ? 0 : scores.Max();
        var sum = Softmax ? scores.Sum(score => Math.Exp(score - largest)) : 1;
        return
        [
            .. scores.Select((score, number) => new ScoredClass(number, Label(number),
                Softmax ? Math.Exp(score - largest) / sum : score))
                .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Class).Take(Count),
        ];
    }

    private string Label(int number) =>
        Labels.Count > 0 ? Labels[number] : number.ToString(CultureInfo.InvariantCulture);
}
