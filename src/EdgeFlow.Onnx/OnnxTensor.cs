using System.Runtime.InteropServices;

namespace EdgeFlow.Onnx;

/// <summary>
/// A tensor to give to a model: its bytes are used where they are and must not change while a run has them.
/// </summary>
/// <param name="Name">The model's name for the input.</param>
/// <param name="Type">Element type of the bytes.</param>
/// <param name="Shape">Sizes of the axes, outermost first; empty for a scalar.</param>
/// <param name="Data">Little-endian, row-major, exactly the shape's number of elements.</param>
public sealed record OnnxTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>A tensor of 32-bit floats. The values are copied once.</summary>
    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        new(name, TensorType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of 64-bit integers. The values are copied once.</summary>
    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        new(name, TensorType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of zeros that fits an input, to profile a model without data.</summary>
    /// <param name="spec">The input.</param>
    /// <param name="freeSize">The size to give to each free axis, 1 or more.</param>
    public static OnnxTensor Zeros(TensorSpec spec, long freeSize = 1)
    {
        var shape = spec.Axes.Select(axis => axis.Size ?? freeSize).ToArray();
        return new OnnxTensor(spec.Name, spec.Type, shape, new byte[Bytes(spec.Type, shape)]);
    }

    /// <summary>The number of bytes that a tensor takes.</summary>
    /// <exception cref="OverflowException">The shape has more than 2^63 bytes.</exception>
    public static long Bytes(TensorType type, IReadOnlyList<long> shape) =>
        checked(shape.Aggregate(1L, (product, size) => product * size) * type.SizeOf());
}
