namespace EdgeFlow.Protocol.Reports;

/// <summary>A quantity as it was measured and as it was planned.</summary>
/// <param name="Measured">What was measured.</param>
/// <param name="Planned">What the plans promised for the same time; 0 where nothing was planned or is known.</param>
/// <param name="Drift">Measured by planned, less 1: −0.25 is a quarter below the plan; null without a plan.</param>
/// <param name="IsDrifting">Whether the drift is larger than the report's rule allows.</param>
public sealed record UsageFigure(double Measured, double Planned, double? Drift, bool IsDrifting);
