using System.Diagnostics;

namespace EdgeFlow.Onnx.Profiling;

/// <summary>Measures a model's run time on this machine, one caller at a time. Safe for concurrent use.</summary>
public static class ModelProfiler
{
    /// <summary>
    /// Runs a model some times unmeasured, so that memory is there and caches are warm, and then measures it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">What to run it on; <see cref="OnnxTensor.Zeros"/> makes such tensors.</param>
    /// <param name="warmups">Unmeasured runs, 0 or more.</param>
    /// <param name="runs">Measured runs, 1 or more.</param>
    /// <param name="cancel">Ends the measurement.</param>
    /// <exception cref="OnnxModelException">The inputs do not fit or a run failed.</exception>
    public static ModelProfile Profile(OnnxModel model, IReadOnlyList<OnnxTensor> inputs, int warmups = 3,
        int runs = 20, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(runs);
        for (var run = 0; run < warmups; run++)
        {
            model.Run(inputs, cancel).Dispose();
        }

        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            model.Run(inputs, cancel).Dispose();
            times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return new ModelProfile(model.Hash, warmups, runs, Quantile(times, 0.5), Quantile(times, 0.95));
    }

    /// <summary>
    /// The smallest of the sorted times that at least this share of them does not exceed (nearest rank).
    /// </summary>
    internal static double Quantile(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
