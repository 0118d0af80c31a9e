using System.Text;
using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning;
using Npgsql;

namespace EdgeFlow.Control.Plans;

/// <summary>
/// Keeps what plans were made from and how, found by the hash that the plan's event carries. Written before the plan is
/// adopted: an entry that no plan names is harmless, a plan without its entry could not be explained. Thread safe.
/// </summary>
public sealed class PlanLedger(NpgsqlDataSource database)
{
    /// <summary>Most entries kept; the oldest go first.</summary>
    public const int MaxEntries = 5_000;

    private const string Insert = """
        insert into plan_ledger (snapshot_hash, snapshot, report) values ($1, $2, $3)
        on conflict (snapshot_hash) do nothing
        """;

    private const string Trim = """
        delete from plan_ledger where stored_at < (
            select stored_at from plan_ledger order by stored_at desc offset $1 limit 1)
        """;

    /// <summary>Keeps an entry.</summary>
    /// <param name="hash">Its name: the hash of the snapshot.</param>
    /// <param name="snapshot">The snapshot's canonical bytes.</param>
    /// <param name="report">How the plan came about.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Keep(
        string hash, ReadOnlyMemory<byte> snapshot, PlanReport report, CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(Insert);
        insert.Parameters.AddWithValue(hash);
        insert.Parameters.AddWithValue(Encoding.UTF8.GetString(snapshot.Span));
        insert.Parameters.AddWithValue(JsonSerializer.Serialize(report, DomainJson.Options));
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An entry's snapshot and report as JSON; null once it was trimmed.</summary>
    public async Task<(string Snapshot, string Report)?> Find(string hash, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            "select snapshot, report from plan_ledger where snapshot_hash = $1");
        select.Parameters.AddWithValue(hash);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetString(0), reader.GetString(1))
            : null;
    }

    /// <summary>Removes the oldest entries beyond <see cref="MaxEntries"/>.</summary>
    public async Task TrimOldest(CancellationToken cancellationToken)
    {
        await using var trim = database.CreateCommand(Trim);
        trim.Parameters.AddWithValue(MaxEntries);
        await trim.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
