using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeFlow.Onnx;

/// <summary>
/// One tensor that a model computed, still in the runtime's memory: nothing is copied until asked. Valid until the
/// <see cref="OnnxOutputs"/> that holds it is disposed.
/// </summary>
public sealed class OnnxOutput
{
    private readonly OrtValue value;

    internal OnnxOutput(string name, OrtValue value)
    {
        this.value = value;
        var info = value.GetTensorTypeAndShape();
        Name = name;
        Type = (TensorType)info.ElementDataType;
        Shape = info.Shape;
    }

    /// <summary>The model's name for it.</summary>
    public string Name { get; }

    /// <summary>Its element type.</summary>
    public TensorType Type { get; }

    /// <summary>Sizes of its axes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Its bytes, row-major, little-endian.</summary>
    public ReadOnlySpan<byte> Data => OnnxTensor.Bytes(Type, Shape) == 0 ? [] : value.GetTensorMutableRawData();

    /// <summary>Its values as 32-bit floats.</summary>
    /// <exception cref="InvalidOperationException">It has another element type.</exception>
    public ReadOnlySpan<float> Floats => Type == TensorType.Float32
        ? MemoryMarshal.Cast<byte, float>(Data)
        : throw new InvalidOperationException($"output '{Name}' holds {Type.Name()}, not float32");
}
