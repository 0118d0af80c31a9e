using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Looks for a better plan while nothing happens: tier 1, beside the loop that plans for events, which never waits for
/// it. What it finds is adopted only if it is worth what it moves, and only if the plan that it started from is still
/// in force; else it is thrown away. A plan is searched once.
/// </summary>
public sealed class PlanImprover(
    NetworkReader network, Replanner replanner, PlanLedger ledger, PlanningOptions options, TimeProvider time)
{
    private const string Search = "nothing happened for a while: a better plan was looked for";

    /// <summary>Improves until told to stop; does nothing where the options say so.</summary>
    public async Task Run(CancellationToken stop)
    {
        var searched = -1;
        var pause = options.ImproveAfter ?? Timeout.InfiniteTimeSpan;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, stop).ConfigureAwait(false);
                if (replanner.IdleFor >= pause)
                {
                    searched = await Improve(searched, stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever decides no longer improves either.
        }
    }

    /// <summary>Searches once.</summary>
    /// <param name="searched">Revision that was searched last.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The revision that need not be searched again.</returns>
    public async Task<int> Improve(int searched, CancellationToken stop)
    {
        var turn = replanner.Turn;
        var state = await network.Read(stop).ConfigureAwait(false);
        var snapshot = SnapshotBuilder.Build(state, options);
        if (snapshot.Revision == searched)
        {
            return searched;
        }

        var start = time.GetTimestamp();
        var better = await Task.Run(
            () => Improvement.Find(snapshot, options, () => stop.IsCancellationRequested || replanner.Turn != turn),
            stop).ConfigureAwait(false);
        if (better is null)
        {
            return searched;
        }

        var solve = new Solve(
            SolveOrigin.Improvement, better.Words, Attempt: 1, snapshot, better.Found, options.ImproveWork,
            IsWarm: false, time.GetElapsedTime(start).TotalMilliseconds, time.GetUtcNow());
        if (!better.IsBetter)
        {
            await ledger.Note(solve with { Trigger = Search }, SolveOutcome.NotBetter, null, stop)
                .ConfigureAwait(false);
            return snapshot.Revision;
        }

        if (better.Violations.Count > 0)
        {
            await ledger.Note(solve, SolveOutcome.Rejected, string.Join("; ", better.Violations), stop)
                .ConfigureAwait(false);
            return snapshot.Revision;
        }

        var outcome = await replanner.Adopt(state, solve, better.Found, stop).ConfigureAwait(false);
        return outcome == ReplanOutcome.Adopted ? snapshot.Revision + 1 : snapshot.Revision;
    }
}
