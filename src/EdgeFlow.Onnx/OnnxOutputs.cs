using Microsoft.ML.OnnxRuntime;

namespace EdgeFlow.Onnx;

/// <summary>
/// What one run computed. Disposing gives the memory back to the runtime; spans taken before are then invalid.
/// </summary>
public sealed class OnnxOutputs : IDisposable
{
    private readonly IDisposableReadOnlyCollection<OrtValue> values;

    internal OnnxOutputs(IReadOnlyList<string> names, IDisposableReadOnlyCollection<OrtValue> values)
    {
        this.values = values;
        All = names.Zip(values, (name, value) => new OnnxOutput(name, value)).ToArray();
    }

    /// <summary>The outputs in the model's order.</summary>
    public IReadOnlyList<OnnxOutput> All { get; }

    /// <summary>The output with this name.</summary>
    /// <exception cref="KeyNotFoundException">
    /// The model has none of that name; the message lists those it has.
    /// </exception>
    public OnnxOutput this[string name] => All.FirstOrDefault(output => output.Name == name)
        ?? throw new KeyNotFoundException(
            $"The model has no output '{name}'; it has: {string.Join(", ", All.Select(output => output.Name))}.");

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
