using System.Globalization;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Looks for a better plan while nothing happens: tier 1, beside the loop that plans for events, which never waits for
/// it. What it finds is adopted only if it is worth what it moves, and only if the plan that it started from is still
/// in force; else it is thrown away. A plan is searched once.
/// </summary>
public sealed class PlanImprover(
    NetworkReader network, Replanner replanner, PlanLedger ledger, PlanningOptions options, TimeProvider time)
{
    // Work between two looks at whether something happened: a few milliseconds.
    private const long Slice = 1 << 18;

    // The search does not take a core from the loop that plans for events.
    private const int Cores = 1;

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
        var (found, before) = await Task.Run(
            () => Look(snapshot, () => stop.IsCancellationRequested || replanner.Turn != turn), stop)
            .ConfigureAwait(false);
        if (found is null)
        {
            return searched;
        }

        var value = found.Report.Objective;
        var reason = string.Create(
            CultureInfo.InvariantCulture, $"a better plan was found: objective {before:0.####} to {value:0.####}");
        var solve = new Solve(
            SolveOrigin.Improvement, reason, Attempt: 1, snapshot, found, options.ImproveWork, IsWarm: false,
            time.GetElapsedTime(start).TotalMilliseconds, time.GetUtcNow());
        if (found.Changed.Count == 0 || !(value > before))
        {
            await ledger.Note(solve with { Trigger = Search }, SolveOutcome.NotBetter, null, stop)
                .ConfigureAwait(false);
            return snapshot.Revision;
        }

        if (PlanVerifier.Check(snapshot, found) is { Count: > 0 } violations)
        {
            // The search knows neither variants nor accelerators: what it finds where jobs have them may not hold.
            await ledger.Note(solve, SolveOutcome.Rejected, string.Join("; ", violations), stop).ConfigureAwait(false);
            return snapshot.Revision;
        }

        var outcome = await replanner.Adopt(state, solve, found, stop).ConfigureAwait(false);
        return outcome == ReplanOutcome.Adopted ? snapshot.Revision + 1 : snapshot.Revision;
    }

    // No proposal when something happened meanwhile; beside it what the plan in force is worth.
    private (Proposal? Found, double Before) Look(NetworkSnapshot snapshot, Func<bool> isOver)
    {
        var before = Planner.Plan(snapshot, options.Seed).Report.Objective;
        var search = new TierOneSearch(snapshot, options.Seed, Cores);
        while (search.Work < options.ImproveWork && !search.IsExhausted)
        {
            if (isOver())
            {
                return (null, before);
            }

            search.Advance(Math.Min(options.ImproveWork, search.Work + Slice));
        }

        return (isOver() ? null : search.Best(), before);
    }
}
