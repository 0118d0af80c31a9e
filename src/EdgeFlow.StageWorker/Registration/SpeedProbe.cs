using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>
/// Measures how many multiply-accumulates one core does a second, in a loop of fused vector operations on registers:
/// the same code on every node, so that nodes compare. Takes a few dozen milliseconds; the best round counts, because
/// others may use the machine.
/// </summary>
internal static class SpeedProbe
{
    private const int Rounds = 8;
    private const int Steps = 1_500_000;
    private const int Lanes = 8;

    /// <summary>Billions of multiply-accumulates a second of one core.</summary>
    public static double GmacPerSecond(TimeProvider time)
    {
        var best = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var startedAt = time.GetTimestamp();
            var sum = Loop(1.0f + (round * 0.001f));
            var seconds = time.GetElapsedTime(startedAt).TotalSeconds;
            var macs = (double)Steps * Lanes * Vector<float>.Count;

            // The sum is always a number; comparing it keeps the loop from being optimised away.
            best = float.IsNaN(sum) || seconds <= 0 ? best : Math.Max(best, macs / seconds / 1e9);
        }

        return best;
    }

    /// <summary>Compiled at its best from the first call on, for there are only a few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop(float seed)
    {
        var factor = new Vector<float>(0.999f);
        var addend = new Vector<float>(seed * 0.001f);
        var (a, b, c, d) = (addend, addend, addend, addend);
        var (e, f, g, h) = (factor, factor, factor, factor);
        for (var step = 0; step < Steps; step++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, addend);
            b = Vector.FusedMultiplyAdd(b, factor, addend);
            c = Vector.FusedMultiplyAdd(c, factor, addend);
            d = Vector.FusedMultiplyAdd(d, factor, addend);
            e = Vector.FusedMultiplyAdd(e, factor, addend);
            f = Vector.FusedMultiplyAdd(f, factor, addend);
            g = Vector.FusedMultiplyAdd(g, factor, addend);
            h = Vector.FusedMultiplyAdd(h, factor, addend);
        }

        return Vector.Sum(a + b + c + d + e + f + g + h);
    }
}
