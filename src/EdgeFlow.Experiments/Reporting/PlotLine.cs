namespace EdgeFlow.Experiments.Reporting;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">The points, by x, with the confidence of y.</param>
public sealed record PlotLine(string Name, IReadOnlyList<(double X, Estimate Y)> Points);
