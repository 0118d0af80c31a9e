using EdgeFlow.Experiments.Instances;

namespace EdgeFlow.Experiments.Simulation;

/// <summary>An online experiment: jobs come, are served or wait, and leave (ents.md §4.3 and §6).</summary>
/// <param name="World">The network and the jobs.</param>
/// <param name="Nodes">M.</param>
/// <param name="Jobs">N.</param>
/// <param name="ArrivalsPerSecond">λ of the Poisson process; 0.5 in every figure.</param>
/// <param name="Trace">Arrival times in place of the Poisson process; null for that.</param>
/// <param name="Lifetime">A9: seconds that a job runs once it is placed.</param>
/// <param name="IsLifetimeExponential">A9: whether that is the mean of an exponential distribution.</param>
/// <param name="CountsWaiting">A12: whether waiting jobs count as rate 0 ("all submitted jobs"), or not at all.</param>
/// <param name="Sampling">A11: which rate of a job counts.</param>
/// <param name="Period">A14: seconds between two decisions; 0 to decide at every arrival and departure.</param>
/// <param name="FailuresPerNodeHour">Failures of a node an hour; a failed node's links fail too.</param>
/// <param name="RepairSeconds">How long a node is down.</param>
/// <param name="CountsMulticastOnce">A27: whether one result for several tasks on one node counts once: see
/// <see cref="Multicast"/>.</param>
public sealed record OnlineSettings(
    EntsSettings World, int Nodes = 30, int Jobs = 50, double ArrivalsPerSecond = 0.5,
    IReadOnlyList<double>? Trace = null, double Lifetime = 120, bool IsLifetimeExponential = false,
    bool CountsWaiting = true, RateSampling Sampling = RateSampling.LifeAverage, double Period = 0,
    double FailuresPerNodeHour = 0, double RepairSeconds = 60, bool CountsMulticastOnce = false)
{
    /// <summary>
    /// The other readings, for the head of a table: those of the command's options, and those that the records
    /// <see cref="EntsSettings"/>, <see cref="OnlineSettings"/> and <see cref="Planning.Baselines.EntsReadings"/> have.
    /// </summary>
    public const string OtherReadings =
        "other readings: A1 --compute; C3 --input-megabytes; §4.1 --random-jobs; A9 --lifetime; A13 policy otfs-zero; "
        + "A27 --multicast; by code A2 full duplex, A3 A4 avgBw, A9 exponential, A11 when placed or at the end, A12 "
        + "without waiting jobs, A13 capped, A14 periods, A17 K or all paths, A18 best of 64 (otfa+ is A13, A17, A18), "
        + "A23, A26, A28 σ or uniform, A29 distinct sources, A30, A31";

    /// <summary>What is assumed, for the head of a table.</summary>
    public string Describe() => FormattableString.Invariant(
        $"M={Nodes} N={Jobs} λ={ArrivalsPerSecond}/s {World.MeanMegabits} Mbit/s σ/mean={World.Deviation:0.###} (A28) ")
        + FormattableString.Invariant(
            $"compute {World.Compute} (A1) links {World.Duplex} (A2) input {World.InputBytes / 1e6} MB (A5, A7) ")
        + FormattableString.Invariant(
            $"memory {World.TaskBytes / 1e9} GB a module (C1) {World.Objects} objects, ")
        + FormattableString.Invariant($"sources {World.Sources} (A29), lifetime {Lifetime} s ")
        + (IsLifetimeExponential ? "exponential (A9) " : "fixed (A9) ")
        + $"rate {Sampling} (A11), waiting jobs {(CountsWaiting ? "count 0" : "do not count")} (A12), "
        + $"one result for several tasks on a node counts {(CountsMulticastOnce ? "once" : "for each")} (A27), "
        + (Period > 0 ? FormattableString.Invariant($"decided every {Period} s (A14)")
            : "decided at every event (A14)");
}
