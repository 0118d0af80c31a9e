using EdgeFlow.Experiments.Simulation;

namespace EdgeFlow.Experiments.Figures;

/// <summary>
/// A panel of Fig. 3.11: what it shows along which sweep, and what the prose says of it (ents.md §5.1).
/// </summary>
/// <param name="Letter">Its letter.</param>
/// <param name="Metric">What the vertical axis shows.</param>
/// <param name="Of">The metric of a run.</param>
/// <param name="Along">The sweep, given the settings.</param>
/// <param name="Claim">The statement of the thesis.</param>
public sealed record Panel(
    char Letter, string Metric, Func<OnlineResult, double> Of, Func<OnlineSettings, Sweep> Along, string Claim)
{
    private const string Throughput = "average throughput, frames/s";
    private const string Waiting = "average waiting time, s";

    /// <summary>Whether it shows rates, of which more is better.</summary>
    public bool IsThroughput => Metric == Throughput;

    /// <summary>The panels.</summary>
    public static IReadOnlyList<Panel> All { get; } =
    [
        new('a', Throughput, r => r.Rates.Average, s => Sweep.Nodes(s, 1),
            "F1: OTFA > OTFS > TP, all far above LR and BR, which never exceed 1; F2: drops from 10 to 20 and "
            + "from 30 to 40"),
        new('b', Throughput, r => r.Rates.Average, s => Sweep.Nodes(s, 10), "F3: no dips, grows linearly with M"),
        new('c', Waiting, r => r.Waiting, s => Sweep.Nodes(s, 1),
            "F4: below 30 nodes LR and BR wait longest, above all wait for the scheduler only; F5: ≤ 1 s below 50 "
            + "nodes, about 2.5 s at 70"),
        new('d', Throughput, r => r.Rates.Average, Sweep.Jobs,
            "F6: alike up to 30 jobs; above, LR and BR fall steeply and OTFA's lead grows"),
        new('e', Waiting, r => r.Waiting, Sweep.Jobs,
            "F7: flat below 50 jobs, at most 0.5 s; above, LR and BR rise sharply, the others stay"),
        new('f', Throughput, r => r.Rates.Average, Sweep.Bandwidth,
            "F8: all rise; up to 5 Mbit/s OTFA clearly best, above 10 all similar; BR > LR"),
    ];
}
