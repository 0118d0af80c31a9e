using EdgeFlow.Control.Answers;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Sealing;
using EdgeFlow.Protocol.Audit;
using EdgeFlow.Protocol.Problems;
using Npgsql;

namespace EdgeFlow.Ledger.Audit;

/// <summary>How far is the chain, and which keys has it? Thread safe.</summary>
public sealed class AuditDesk(
    NpgsqlDataSource database, ChainStore chain, KeyRing ring, Sealer sealer, AuditOptions options)
{
    private const string SelectTenants = """
        select b.tenant_id, b.number, b.total, b.head, b.sealed_at,
            (select coalesce(sum(cardinality(a.seqs)), 0)::bigint from ledger_archives a
             where a.tenant_id = b.tenant_id)
        from unnest($1) with ordinality as t (tenant_id, place)
        cross join lateral (
            select * from ledger_blocks l where l.tenant_id = t.tenant_id order by l.number desc limit 1) b
        order by t.place
        """;

    /// <summary>How far it is.</summary>
    public async Task<AuditStatus> Status(CancellationToken cancellationToken)
    {
        var (keys, signer) = await ring.Open(cancellationToken).ConfigureAwait(false);
        var through = await chain.SealedThrough(cancellationToken).ConfigureAwait(false);
        await using var count = database.CreateCommand("select count(*) from mt_events where seq_id > $1");
        count.Parameters.AddWithValue(through);
        var unsealed = (long)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        return new AuditStatus(
            keys.Chain.ToString(), through, unsealed, options.Interval.TotalMilliseconds, signer is not null,
            sealer.Halted, AuditViews.Of(keys), await Tenants(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a new key, endorsed by the one in use.</summary>
    public async Task<Answer<AuditKeyView>> Rotate(CancellationToken cancellationToken)
    {
        var fresh = await ring.Rotate(cancellationToken).ConfigureAwait(false);
        return fresh is null
            ? Refusal.Of(
                ProblemKinds.Conflict,
                "The key was not rotated: this control plane does not hold the key in use, or another one rotated it "
                + "at this moment. Ask the control plane whose 'audit status' says that it holds the key.")
            : AuditViews.Of(fresh, await chain.Keys(cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<AuditTenant>> Tenants(CancellationToken cancellationToken)
    {
        var names = await chain.Tenants(cancellationToken).ConfigureAwait(false);
        await using var select = database.CreateCommand(SelectTenants);
        select.Parameters.AddWithValue(names.ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var tenants = new List<AuditTenant>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            tenants.Add(new AuditTenant(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(5),
                Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3)), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return tenants;
    }
}
