using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Experiments.Simulation;
using EdgeFlow.Planning.Policies;

namespace EdgeFlow.Experiments.Figures;

/// <summary>The runs of a sweep: for each point and policy one a seed, on the same instances.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Policies">The policies.</param>
/// <param name="Runs">By point, by policy, by seed.</param>
public sealed record SweepResult(
    Sweep Sweep, IReadOnlyList<PolicyEntry> Policies, IReadOnlyList<IReadOnlyList<IReadOnlyList<OnlineResult>>> Runs)
{
    /// <summary>Plays all.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="policies">The policies.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="say">Told of each point.</param>
    public static SweepResult Play(Sweep sweep, IReadOnlyList<PolicyEntry> policies, int seeds, Action<string> say)
    {
        var runs = new List<IReadOnlyList<IReadOnlyList<OnlineResult>>>();
        foreach (var (x, settings) in sweep.Points)
        {
            say(FormattableString.Invariant($"{sweep.Name}: {sweep.Axis} = {x}, {seeds} seeds …"));
            var instances = Enumerable.Range(1, seeds).Select(s => new OnlineInstance(settings, (ulong)s)).ToList();
            runs.Add([.. policies.Select(p => (OnlineResult[])
                [.. instances.Select(i => new OnlineRun(i, p.Make()).Play())])]);
        }

        return new SweepResult(sweep, policies, runs);
    }

    /// <summary>The estimate of a metric at a point by a policy.</summary>
    public Estimate Of(int point, int policy, Func<OnlineResult, double> metric) =>
        Estimate.Of([.. Runs[point][policy].Select(metric)]);
}
