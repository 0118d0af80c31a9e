using Npgsql;

namespace EdgeFlow.Control.Plans.Solves;

/// <summary>Keeps the plan ledger within <see cref="SolveLimits"/>. Thread safe.</summary>
internal sealed class SolveTrimming(NpgsqlDataSource database, TimeProvider time)
{
    // Of several equal solves of one revision the first is the adopted one: nobody can tell them apart.
    private const string Settle = """
        update plan_solves s set outcome = coalesce(found.outcome, 'superseded'), revision = found.revision
        from plan_solves o left join lateral (
            select 'adopted' as outcome, o.parent + 1 as revision from mt_events e
            where e.stream_id = 'plan' and e.version = o.parent + 1
              and decode(e.data -> 'decision' ->> 'snapshotHash', 'hex') = o.snapshot
              and e.data -> 'decision' ->> 'policy' = o.policy
              and not exists (select 1 from plan_solves p where p.parent = o.parent and p.outcome = 'adopted')
              and not exists (select 1 from plan_solves p where p.parent = o.parent and p.snapshot = o.snapshot
                and p.policy = o.policy and p.outcome = 'proposed' and p.id < o.id)) found on true
        where s.id = o.id and o.outcome = 'proposed' and o.solved_at < $1
        """;

    private const string TrimOld = """
        delete from plan_solves where (outcome = 'adopted') = $1 and outcome <> 'proposed' and (solved_at < $2
          or id <= (select id from plan_solves where (outcome = 'adopted') = $1 order by id desc offset $3 limit 1))
        """;

    private const string TrimContents = """
        delete from plan_contents where hash in (
          select c.hash from plan_contents c where c.stored_at < clock_timestamp() - $1
            and not exists (select 1 from plan_contents d where d.base = c.hash)
            and not exists (select 1 from plan_solves s where s.snapshot = c.hash)
            and not exists (select 1 from plan_solves s where s.proposal = c.hash)
          limit $2)
        """;

    // What an earlier version kept, by the hash of the snapshot alone; it writes no more.
    private const string TrimEarlier = "delete from plan_ledger where stored_at < clock_timestamp() - $1";

    /// <summary>Runs once.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Do(Settle, cancellationToken, now - SolveLimits.OpenFor).ConfigureAwait(false);
        await Do(TrimOld, cancellationToken, true, now - SolveLimits.AdoptedAge, SolveLimits.AdoptedKept)
            .ConfigureAwait(false);
        await Do(TrimOld, cancellationToken, false, now - SolveLimits.OthersAge, SolveLimits.OthersKept)
            .ConfigureAwait(false);
        await Do(TrimEarlier, cancellationToken, SolveLimits.AdoptedAge).ConfigureAwait(false);
        while (await Do(TrimContents, cancellationToken, SolveLimits.ContentGrace, SolveLimits.TrimBatch)
            .ConfigureAwait(false) == SolveLimits.TrimBatch)
        {
            // There is more: contents that others were packed against go one layer after another.
        }
    }

    private async Task<int> Do(string text, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(text);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
