using System.Collections.Concurrent;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Runs many branches of one history, on all cores that it may use. What comes out does not depend on how many
/// these are. Stateless and thread safe.</summary>
public static class BranchStudy
{
    /// <summary>Runs branches.</summary>
    /// <param name="recording">The history.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="specs">What is different in each, 1 to <see cref="BranchLimits.MaxBranches"/>.</param>
    /// <param name="cores">Most threads at once, ≥ 1.</param>
    /// <param name="progress">Is told how many are done, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="ArgumentException">There are too many, or one names a policy that there is not.</exception>
    public static IReadOnlyList<BranchOutcome> Run(
        Recording recording, BranchWindow window, IReadOnlyList<BranchSpec> specs, int cores,
        Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(specs);
        if (specs.Count > BranchLimits.MaxBranches)
        {
            throw new ArgumentException(
                $"There are {specs.Count} branches; at most {BranchLimits.MaxBranches} are run at once.",
                nameof(specs));
        }

        var outcomes = new BranchOutcome[specs.Count];
        var improvements = new ConcurrentDictionary<string, Improvement>(StringComparer.Ordinal);
        var (next, done) = (-1, 0);
        // One worker a core and not Parallel.For, which begins new tasks again and again, each without what the one
        // before had kept of its plans.
        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = cores, CancellationToken = cancellationToken },
            [.. Enumerable.Repeat<Action>(Work, Math.Min(cores, specs.Count))]);
        return outcomes;

        void Work()
        {
            var planners = new Dictionary<(string?, Objective?), BranchPlanner>();
            while (Interlocked.Increment(ref next) is var index && index < specs.Count)
            {
                var planner = Planner(planners, recording.Options, specs[index], improvements);
                outcomes[index] = BranchRun.Run(recording, window, specs[index], planner, null, cancellationToken);
                progress?.Invoke(Interlocked.Increment(ref done));
            }
        }
    }

    /// <summary>What branches are compared with: the record where it covers the window, else what goes on from its end
    /// with nothing changed.</summary>
    /// <param name="recording">The history.</param>
    /// <param name="window">Which part of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static BranchFigures Base(
        Recording recording, BranchWindow window, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(window);
        return window.Until <= recording.Last
            ? RecordedFigures.Of(recording, window)
            : Run(recording, window, [BranchSpec.Same], 1, null, cancellationToken)[0].Figures;
    }

    private static BranchPlanner Planner(
        Dictionary<(string?, Objective?), BranchPlanner> planners, PlanningOptions options, BranchSpec spec,
        ConcurrentDictionary<string, Improvement> improvements)
    {
        var key = (spec.Policy, spec.Objective);
        if (!planners.TryGetValue(key, out var planner))
        {
            var wanted = spec.Objective is { } objective
                ? options with { PinnedObjective = objective } : options;
            planners[key] = planner = new BranchPlanner(wanted, spec.Policy, improvements);
        }

        return planner;
    }
}
