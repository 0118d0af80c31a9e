using System.Text.Json;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>
/// <c>burn</c>: computes for nothing, so that the speed of nodes and plans can be tested without a model. Gives what
/// it takes, or data of a stated size.
/// <para>
/// Parameters: <c>multiplyAdds</c> (the work of each frame, in millions of multiply-adds on one core; 10),
/// <c>outputBytes</c> (when it is there, the output is one part <c>burned</c> of so many bytes).
/// </para>
/// </summary>
public sealed class BurnFactory : IStageFactory
{
    private const int MaxOutputBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public string Kind => "burn";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var millions = with.Number("multiplyAdds", 10, 0, 1_000_000);
        var outputBytes = with.Whole("outputBytes", -1, 0, MaxOutputBytes);
        with.RefuseOthers();
        return new Burn((long)(millions * 1e6), outputBytes);
    }

    private sealed class Burn(long multiplyAdds, int outputBytes) : IStage
    {
        private const int CheckEvery = 1_000_000;
        private readonly byte[] output = new byte[Math.Max(0, outputBytes)];

        // Kept, so that the compiler cannot leave the work out.
        private double kept;

        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel)
        {
            var frame = StageFrames.Merge(inputs);
            var value = 1.0;
            for (var left = multiplyAdds; left > 0; left -= CheckEvery)
            {
                cancel.ThrowIfCancellationRequested();
                value = Spin(value, (int)Math.Min(left, CheckEvery));
            }

            Volatile.Write(ref kept, value);
            return ValueTask.FromResult(outputBytes < 0 ? frame : frame with
            {
                Parts = [new FramePart("burned", "application/octet-stream", output)],
            });
        }

        public void Dispose()
        {
            // Nothing is held.
        }

        private static double Spin(double value, int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                // Stays near 1 for ever.
                value = (value * 0.999999) + 0.000001;
            }

            return value;
        }
    }
}
