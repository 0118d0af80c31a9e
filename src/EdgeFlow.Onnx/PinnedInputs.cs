using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeFlow.Onnx;

/// <summary>Inputs of one run, held in place in managed memory so that the runtime reads them without a copy.</summary>
internal sealed class PinnedInputs : IDisposable
{
    private readonly List<MemoryHandle> handles = [];
    private readonly Dictionary<string, OrtValue> values = [];

    public PinnedInputs(IReadOnlyList<OnnxTensor> inputs)
    {
        try
        {
            foreach (var input in inputs)
            {
                values.Add(input.Name, Pin(input));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The runtime's view of the inputs, by name.</summary>
    public IReadOnlyDictionary<string, OrtValue> Values => values;

    public void Dispose()
    {
        foreach (var value in values.Values)
        {
            value.Dispose();
        }

        foreach (var handle in handles)
        {
            handle.Dispose();
        }
    }

    private unsafe OrtValue Pin(OnnxTensor input)
    {
        var handle = input.Data.Pin();
        if ((nuint)handle.Pointer % (nuint)input.Type.SizeOf() != 0)
        {
            // A slice of a larger buffer may start anywhere, but the runtime's kernels expect aligned elements.
            handle.Dispose();
            handle = new ReadOnlyMemory<byte>(input.Data.ToArray()).Pin();
        }

        handles.Add(handle);
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, (TensorElementType)(int)input.Type,
            [.. input.Shape], (nint)handle.Pointer, input.Data.Length);
    }
}
