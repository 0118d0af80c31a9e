namespace EdgeFlow.Onnx;

/// <summary>One axis of a model's input or output.</summary>
/// <param name="Size">Its size, or null when each run may choose it.</param>
/// <param name="Symbol">The model's name for a free axis, e.g. <c>batch</c>; empty when it has none.</param>
public readonly record struct TensorAxis(long? Size, string Symbol)
{
    /// <summary>The size, the name, or <c>?</c>.</summary>
    public override string ToString() =>
        Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (Symbol.Length > 0 ? Symbol : "?");
}
