using System.Text;
using System.Text.Json;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using EdgeFlow.Protocol.Plans;
using Npgsql;

namespace EdgeFlow.Control.Plans;

/// <summary>Which plan was adopted when, why, and what does it decide? Thread safe.</summary>
public sealed class PlanViews(NpgsqlDataSource database, SolveReader solves)
{
    private const string SelectPage = """
        select data::text from mt_events where stream_id = $1 and version < $2 order by version desc limit $3
        """;

    /// <summary>Plans before a revision, newest first.</summary>
    /// <param name="before">The oldest revision of the page before; null to begin.</param>
    /// <param name="limit">Most plans.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<PlanView>> Page(int? before, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectPage);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue(before ?? long.MaxValue);
        select.Parameters.AddWithValue(limit);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<PlanView>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var plan = JsonSerializer.Deserialize<PlanAdopted>(reader.GetString(0), DomainJson.Options)!;
            page.Add(View(plan, null, null));
        }

        return page;
    }

    /// <summary>One plan with its report and snapshot; null when there is no such revision.</summary>
    /// <param name="revision">The revision; null for the one in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PlanView?> Find(int? revision, CancellationToken cancellationToken)
    {
        var before = revision is null or int.MaxValue ? null : revision + 1;
        var page = await Page(before, 1, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0 || (revision is not null && page[0].Revision != revision))
        {
            return null;
        }

        var (snapshot, report) = await Kept(page[0], cancellationToken).ConfigureAwait(false);
        return page[0] with { Report = report, Snapshot = snapshot };
    }

    private async Task<(JsonElement? Snapshot, JsonElement? Report)> Kept(
        PlanView plan, CancellationToken cancellationToken)
    {
        if (await solves.Adopted(plan.Revision, plan.SnapshotHash, plan.Policy, cancellationToken)
            .ConfigureAwait(false) is not { } solve)
        {
            var earlier = await solves.Earlier(plan.SnapshotHash, cancellationToken).ConfigureAwait(false);
            return (Parse(earlier?.Snapshot), Parse(earlier?.Report));
        }

        var snapshot = await solves.Content(solve.Snapshot, cancellationToken).ConfigureAwait(false);
        var proposal = await solves.Content(solve.Proposal, cancellationToken).ConfigureAwait(false);
        return (Parse(snapshot), Parse(proposal)?.GetProperty("report"));
    }

    private static PlanView View(PlanAdopted plan, JsonElement? report, JsonElement? snapshot) => new(
        plan.Revision, plan.Parent, plan.Trigger, plan.Decision.Policy, plan.Decision.Seed, plan.Decision.SnapshotHash,
        plan.Decision.Objective, plan.Decision.Bound, plan.Decision.Reasons, [.. plan.Jobs.Select(View)],
        [.. plan.Departed.Select(job => job.Value)],
        [.. plan.Waiting.Select(waiting => $"{waiting.Job}: {waiting.Reason}")], plan.OccurredAt, report, snapshot,
        PlanReport.GapOf(plan.Decision.Objective, plan.Decision.Bound));

    /// <summary>A job's plan on the wire. Pure.</summary>
    /// <param name="plan">The plan.</param>
    public static PlannedJob View(JobPlan plan)
    {
        var bandwidths = plan.Allocations.ToDictionary(
            allocation => allocation.Flow, allocation => allocation.Bandwidth);
        return new PlannedJob(
            plan.Job.Value, plan.Epoch, plan.Rate.Value, plan.Span.Value,
            [.. plan.Placements.Select(placement => new PlannedTask(
                placement.Task.Value, placement.Node.Value, placement.Variant))],
            [.. plan.Routes.Select(route => new PlannedFlow(
                route.Flow.From.Value, route.Flow.To.Value, [.. route.Nodes.Select(node => node.Value)],
                [.. route.Links.Select(link => link.Value)], bandwidths.GetValueOrDefault(route.Flow).Value))]);
    }

    private static JsonElement? Parse(string? json) => Parse(json is null ? null : Encoding.UTF8.GetBytes(json));

    private static JsonElement? Parse(byte[]? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.AsMemory());
        return document.RootElement.Clone();
    }
}
