using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Domain.Settings;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Looks for a better plan while nothing happens: tier 1, beside the loop that plans for events, which never waits for
/// it. What it finds is adopted only if it is worth what it moves, and only if the plan that it started from is still
/// in force; else it is thrown away. A plan is searched once, and how near it is to the best is found with it.
/// </summary>
public sealed class PlanImprover(
    NetworkReader network, Replanner replanner, PlanLedger ledger, PlanProofs proofs, ControlCommands commands,
    PlanningOptions options, TimeProvider time)
{
    // Settings may change at any time, and a pause that was begun is not known to be the right one for longer.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    private const string Search = "nothing happened for a while: a better plan was looked for";

    /// <summary>Improves until told to stop; does nothing where the options say so.</summary>
    public async Task Run(CancellationToken stop)
    {
        var searched = -1;
        var before = PlannerSettings.None;
        try
        {
            while (true)
            {
                var now = await Set(before, stop).ConfigureAwait(false);
                var pause = options.Under(now).ImproveAfter;
                await Task.Delay(pause < LongestLook ? pause.Value : LongestLook, time, stop).ConfigureAwait(false);
                if (pause is not null && replanner.IdleFor >= pause)
                {
                    searched = await Improve(now == before ? searched : -1, stop).ConfigureAwait(false);
                    before = now;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever decides no longer improves either.
        }
    }

    // While the database is away, what was set before holds: a look at nothing urgent must not end the deciding.
    private async Task<PlannerSettings> Set(PlannerSettings before, CancellationToken stop)
    {
        try
        {
            return (await commands.Settings.Load(Aggregates.PlannerId, null, stop).ConfigureAwait(false)).State
                ?? PlannerSettings.None;
        }
        catch (Exception away) when (Unavailability.Is(away))
        {
            return before;
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
        var inForce = options.Under(state);
        if (snapshot.Revision == searched || !inForce.IsUsual)
        {
            return searched;
        }

        var start = time.GetTimestamp();
        var better = await Task.Run(
            () => Improvement.Find(snapshot, inForce, () => stop.IsCancellationRequested || replanner.Turn != turn),
            stop).ConfigureAwait(false);
        if (better is null)
        {
            return searched;
        }

        var solve = new Solve(
            SolveOrigin.Improvement, better.Words, Attempt: 1, snapshot, better.Found, inForce.ImproveWork,
            IsWarm: false, time.GetElapsedTime(start).TotalMilliseconds, time.GetUtcNow());
        if (!better.IsBetter)
        {
            await ledger.Note(solve with { Trigger = Search }, SolveOutcome.NotBetter, null, stop)
                .ConfigureAwait(false);
            await proofs.Of(new ExplainedMoment(snapshot, inForce.Seed, IsPast: false), stop).ConfigureAwait(false);
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
