using EdgeFlow.Experiments.Simulation;

namespace EdgeFlow.Experiments.Figures;

/// <summary>A row of online experiments along one axis.</summary>
/// <param name="Name">The name in file names.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Points">The experiments, by the axis' value.</param>
public sealed record Sweep(string Name, string Axis, IReadOnlyList<(double X, OnlineSettings Settings)> Points)
{
    private static readonly int[] s_nodes = [10, 20, 30, 40, 50, 60, 70];
    private static readonly int[] s_jobs = [10, 20, 30, 40, 50, 60, 70, 80];
    private static readonly double[] s_megabits = [1, 2, 3, 5, 7, 10, 15, 20];

    /// <summary>Fig. 3.11(a) and (c), with another bandwidth (b): number of nodes.</summary>
    public static Sweep Nodes(OnlineSettings settings, double megabits) => new(
        FormattableString.Invariant($"nodes-{megabits}mbps"), "nodes M",
        [.. s_nodes.Select(m => ((double)m, With(settings, megabits) with { Nodes = m, Jobs = 50 }))]);

    /// <summary>Fig. 3.11(d) and (e): number of jobs.</summary>
    public static Sweep Jobs(OnlineSettings settings) => new(
        "jobs", "jobs N", [.. s_jobs.Select(n => ((double)n, With(settings, 1) with { Nodes = 30, Jobs = n }))]);

    /// <summary>Fig. 3.11(f): mean bandwidth.</summary>
    public static Sweep Bandwidth(OnlineSettings settings) => new(
        "bandwidth", "mean bandwidth of a link, Mbit/s",
        [.. s_megabits.Select(b => (b, With(settings, b) with { Nodes = 30, Jobs = 50 }))]);

    private static OnlineSettings With(OnlineSettings settings, double megabits) =>
        settings with { World = settings.World with { MeanMegabits = megabits } };
}
