namespace EdgeFlow.Onnx.Profiling;

/// <summary>What a model computes for one set of inputs, counted from its graph. Immutable.</summary>
/// <param name="MultiplyAdds">Multiply-accumulate operations of its convolutions and matrix products.</param>
/// <param name="Uncounted">
/// Kinds of operator in it whose products are not counted (recurrent ones, sub-graphs), in ordinal order. When it is
/// not empty, the number is a lower bound and a measured time says more.
/// </param>
public sealed record ModelWork(long MultiplyAdds, IReadOnlyList<string> Uncounted)
{
    /// <summary>The work in the planner's unit: 1 = 10^9 multiply-adds.</summary>
    public double WorkUnits => MultiplyAdds / 1e9;
}
