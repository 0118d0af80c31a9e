using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using Npgsql;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Reads what is kept of the planner's runs and of the plans that they became. Thread safe.</summary>
public sealed class RecordedPlans(NpgsqlDataSource database, SolveReader solves)
{
    /// <summary>Rows read at a time; their contents are read one by one.</summary>
    public const int PageSize = 256;

    private const string OneEvent = "select data::text from mt_events where stream_id = $1 and version = $2";

    // Plans of which no solve is kept: adopted by an earlier version, which kept snapshot and report alone, or trimmed.
    private const string WithoutSolve = """
        select e.data::text, l.snapshot, l.report
        from mt_events e left join plan_ledger l on l.snapshot_hash = e.data -> 'decision' ->> 'snapshotHash'
        where e.stream_id = $1 and e.version > $2 and e.timestamp >= $3 and not exists (
          select 1 from plan_solves s where s.parent = e.version - 1
            and s.snapshot = decode(e.data -> 'decision' ->> 'snapshotHash', 'hex'))
        order by e.version limit $4
        """;

    /// <summary>The plans of a scope: first those of which no solve is kept, then the solves, each oldest
    /// first.</summary>
    public async IAsyncEnumerable<RecordedPlan> Of(
        VerifyScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (scope.Revision is { } revision)
        {
            if (await Find(revision, cancellationToken).ConfigureAwait(false) is { } one)
            {
                yield return one;
            }

            yield break;
        }

        await foreach (var plan in Earlier(scope.Since, cancellationToken).ConfigureAwait(false))
        {
            yield return plan;
        }

        await foreach (var plan in Solves(scope.Since, cancellationToken).ConfigureAwait(false))
        {
            yield return plan;
        }
    }

    /// <summary>An adopted plan; null when there is no such revision.</summary>
    public async Task<RecordedPlan?> Find(int revision, CancellationToken cancellationToken)
    {
        if (await Event(revision, cancellationToken).ConfigureAwait(false) is not { } adopted)
        {
            return null;
        }

        var made = adopted.Decision;
        if (await solves.Adopted(revision, made.SnapshotHash, made.Policy, cancellationToken).ConfigureAwait(false)
            is { } solve)
        {
            return await Load(solve, adopted, cancellationToken).ConfigureAwait(false);
        }

        var earlier = await solves.Earlier(made.SnapshotHash, cancellationToken).ConfigureAwait(false);
        return Known(adopted, earlier?.Snapshot, earlier?.Report);
    }

    /// <summary>The event of a revision; null when there is none.</summary>
    public async Task<PlanAdopted?> Event(int revision, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(OneEvent);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue((long)revision);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string json
            ? Adopted(json)
            : null;
    }

    private async IAsyncEnumerable<RecordedPlan> Solves(
        DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = 0L; ;)
        {
            var page = await solves.After(new SolveFilter(Since: since), last, PageSize, cancellationToken)
                .ConfigureAwait(false);
            foreach (var solve in page)
            {
                var adopted = solve.Outcome is "adopted"
                    ? await Event(solve.Parent + 1, cancellationToken).ConfigureAwait(false)
                    : null;
                yield return await Load(solve, adopted, cancellationToken).ConfigureAwait(false);
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Id;
        }
    }

    private async IAsyncEnumerable<RecordedPlan> Earlier(
        DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = 0L; ;)
        {
            var page = await EarlierPage(last, since, cancellationToken).ConfigureAwait(false);
            foreach (var plan in page)
            {
                yield return plan;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1].Revision;
        }
    }

    private async Task<List<RecordedPlan>> EarlierPage(
        long after, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(WithoutSolve);
        select.Parameters.AddWithValue(PlanAdoption.Stream);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(since?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch);
        select.Parameters.AddWithValue(PageSize);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<RecordedPlan>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(Known(Adopted(reader.GetString(0)), reader[1] as string, reader[2] as string));
        }

        return page;
    }

    private async Task<RecordedPlan> Load(SolveRow solve, PlanAdopted? adopted, CancellationToken cancellationToken)
    {
        var plan = new RecordedPlan(
            solve.Id, solve.Parent + 1, solve.Outcome, solve.Policy, null, null, null, adopted, null);
        try
        {
            var snapshot = await solves.Content(solve.Snapshot, cancellationToken).ConfigureAwait(false);
            var proposal = await solves.Content(solve.Proposal, cancellationToken).ConfigureAwait(false);
            return plan with { Snapshot = Memory(snapshot), Proposal = Memory(proposal) };
        }
        catch (InvalidDataException damaged)
        {
            return plan with { Damage = damaged.Message };
        }
    }

    private static RecordedPlan Known(PlanAdopted adopted, string? snapshot, string? report) => new(
        null, adopted.Revision, "adopted", adopted.Decision.Policy, Memory(snapshot), null, Memory(report), adopted,
        null);

    private static PlanAdopted Adopted(string json) =>
        JsonSerializer.Deserialize<PlanAdopted>(json, DomainJson.Options)!;

    private static ReadOnlyMemory<byte>? Memory(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes?.AsMemory();
}
