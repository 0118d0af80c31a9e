namespace EdgeFlow.Onnx;

/// <summary>What a model says of one of its inputs or outputs. Immutable.</summary>
/// <param name="Name">The name by which it is given or taken.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Axes">Its axes, outermost first; empty for a scalar.</param>
public sealed record TensorSpec(string Name, TensorType Type, IReadOnlyList<TensorAxis> Axes)
{
    /// <summary>Whether every axis has a fixed size.</summary>
    public bool IsFixed => Axes.All(axis => axis.Size is not null);

    /// <summary>Whether a tensor of this shape fits: the same number of axes and the fixed sizes equal.</summary>
    public bool Accepts(IReadOnlyList<long> shape) =>
        shape.Count == Axes.Count
        && Axes.Zip(shape).All(pair => pair.Second >= 0 && (pair.First.Size is not { } size || size == pair.Second));

    /// <summary>E.g. <c>float32 'input' [N, 3, 32, 32]</c>.</summary>
    public override string ToString() => $"{Type.Name()} '{Name}' [{string.Join(", ", Axes)}]";
}
