using System.Globalization;
using EdgeFlow.Protocol.Reports;

namespace EdgeFlow.Ledger.Reports;

/// <summary>How far what was measured is from what was planned. Pure.</summary>
public static class Drift
{
    /// <summary>When a figure is marked, in words.</summary>
    public static string Rule { get; } = string.Create(
        CultureInfo.InvariantCulture, $"more than {UsageLimits.Drift * 100:0} % off the plan");

    /// <summary>A figure with its drift.</summary>
    /// <param name="measured">What was measured, ≥ 0.</param>
    /// <param name="planned">What was planned, ≥ 0; 0 for nothing.</param>
    public static UsageFigure Of(double measured, double planned)
    {
        var drift = planned > 0 ? (measured / planned) - 1 : (double?)null;
        return new UsageFigure(measured, planned, drift, drift is { } off && Math.Abs(off) > UsageLimits.Drift);
    }
}
