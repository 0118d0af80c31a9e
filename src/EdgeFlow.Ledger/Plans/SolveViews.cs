using System.Text;
using System.Text.Json;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Planning;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>What did the planner do, and what became of it? Thread safe.</summary>
public sealed class SolveViews(SolveReader solves)
{
    /// <summary>Solves before a number, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The number; null to begin.</param>
    /// <param name="limit">Most solves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<SolveView>> Page(
        SolveFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await solves.Before(filter, before ?? long.MaxValue, limit, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => View(row, null, null))];
    }

    /// <summary>One solve with all that it was made of; null when it is not kept.</summary>
    public async Task<SolveView?> Find(long id, CancellationToken cancellationToken)
    {
        if (await solves.Find(id, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var snapshot = await solves.Content(row.Snapshot, cancellationToken).ConfigureAwait(false);
        var proposal = await solves.Content(row.Proposal, cancellationToken).ConfigureAwait(false);
        return View(row, snapshot, proposal);
    }

    private static SolveView View(SolveRow row, byte[]? snapshot, byte[]? proposal) => new(
        row.Id, row.SolvedAt, row.Origin, row.Trigger, row.Attempt, row.Parent, row.Revision, row.Outcome, row.Detail,
        row.Policy, row.Seed, row.WorkBudget, Parse(Encoding.UTF8.GetBytes(row.Goal))!.Value, row.IsWarm, row.Snapshot,
        row.Proposal, row.Objective, row.Bound, PlanReport.GapOf(row.Objective, row.Bound), row.Work, row.WallMs,
        row.Nodes, row.Jobs, row.Changed, row.Waiting, row.Moved, Parse(snapshot), Parse(proposal));

    private static JsonElement? Parse(byte[]? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
