using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>ONNX Runtime in a bare loop: one session with one thread, one input that stays, nothing of ours.</summary>
internal sealed class BareModel : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly OrtValue input;

    /// <summary>Loads a model of one float32 input, with a session of the same options as a node's.</summary>
    public BareModel(string path, int[] shape)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            EnableMemoryPattern = !HasFreeAxes(path),
        };
        session = new InferenceSession(path, settings);
        Bytes = new byte[shape.Aggregate(1, (a, b) => a * b) * sizeof(float)];
        var floats = MemoryMarshal.Cast<byte, float>(Bytes).ToArray();
        input = OrtValue.CreateTensorValueFromMemory(floats, [.. shape.Select(axis => (long)axis)]);
    }

    /// <summary>The name of the input.</summary>
    public string Input => session.InputNames[0];

    /// <summary>The input's bytes, for the node's frame.</summary>
    public byte[] Bytes { get; }

    /// <summary>Runs a second, in a loop of so long.</summary>
    public double Rate(TimeSpan time)
    {
        var (watch, frames) = (Stopwatch.StartNew(), 0);
        for (; watch.Elapsed < time; frames++)
        {
            using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        }

        return frames / watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        input.Dispose();
        options.Dispose();
        session.Dispose();
    }

    private static bool HasFreeAxes(string path)
    {
        using var look = new InferenceSession(path);
        return look.InputMetadata.Values.Any(input => input.Dimensions.Any(size => size < 0));
    }
}
