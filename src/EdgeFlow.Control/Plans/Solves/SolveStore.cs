using System.Text.Json;
using EdgeFlow.Control.Plans.Contents;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning.Snapshots;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Plans.Solves;

/// <summary>Writes solves into their tables. Thread safe.</summary>
internal sealed class SolveStore(NpgsqlDataSource database)
{
    // A content that this was packed against was trimmed in this very moment; the second attempt needs none.
    private const int MaxAttempts = 2;

    private const string Insert = """
        insert into plan_solves (
          solved_at, origin, trigger, attempt, parent, revision, outcome, detail, policy, seed, work_budget, goal, warm,
          snapshot, proposal, objective, bound, work, wall_ms, nodes, jobs, changed, waiting, moved)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
          $23, $24)
        returning id
        """;

    private const string SetOutcome = "update plan_solves set outcome = $2, revision = $3 where id = $1";

    private readonly ContentPacker packer = new();

    /// <summary>Writes a solve; done when it is durable.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> Write(
        Solve solve, SolveOutcome outcome, string? detail, CancellationToken cancellationToken)
    {
        var snapshot = solve.SnapshotBytes;
        var proposal = SnapshotCanonical.Bytes(solve.Proposal);
        for (var attempt = 1; ; attempt++)
        {
            var packed = packer.Pack(snapshot, proposal, isAlone: attempt > 1);
            try
            {
                return await Write(solve, outcome, detail, packed, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException fault) when (
                fault.SqlState == PostgresErrorCodes.ForeignKeyViolation && attempt < MaxAttempts)
            {
                // Statements of a batch that broke may be half prepared on its connection (docs/adr/0003).
                database.Clear();
            }
        }
    }

    /// <summary>Notes what became of a solve.</summary>
    public async Task Settle(long id, SolveOutcome outcome, int? revision, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand(SetOutcome);
        update.Parameters.AddWithValue(id);
        update.Parameters.AddWithValue(SolveReader.NameOf(outcome));
        update.Parameters.Add(Maybe(revision, NpgsqlDbType.Integer));
        await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> Write(
        Solve solve, SolveOutcome outcome, string? detail, PackedSolve packed, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var content in new[] { packed.Input, packed.Output })
        {
            if (content is not null)
            {
                PlanContents.Add(batch, content);
            }
        }

        var insert = new NpgsqlBatchCommand(Insert);
        Fill(insert.Parameters, solve, outcome, detail, packed);
        batch.BatchCommands.Add(insert);
        var id = (long)(await Last(batch, cancellationToken).ConfigureAwait(false))!;
        packer.Stored(packed, packed.Input is not null && batch.BatchCommands[0].RecordsAffected > 0);
        return id;
    }

    // Only the last command of the batch answers with a row.
    private static async Task<object?> Last(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var isThere = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var value = isThere ? reader.GetValue(0) : null;
        await reader.CloseAsync().ConfigureAwait(false);
        return value;
    }

    private static void Fill(
        NpgsqlParameterCollection row, Solve solve, SolveOutcome outcome, string? detail, PackedSolve packed)
    {
        var (snapshot, proposal, report) = (solve.Snapshot, solve.Proposal, solve.Proposal.Report);
        var revision = outcome == SolveOutcome.Adopted ? proposal.Parent + 1 : (int?)null;
        row.AddWithValue(solve.SolvedAt.ToUniversalTime());
        row.AddWithValue(SolveReader.NameOf(solve.Origin));
        row.AddWithValue(EventText.Clean(solve.Trigger));
        row.AddWithValue(solve.Attempt);
        row.AddWithValue(proposal.Parent);
        row.Add(Maybe(revision, NpgsqlDbType.Integer));
        row.AddWithValue(SolveReader.NameOf(outcome));
        row.Add(Maybe(detail is null ? null : EventText.Clean(detail), NpgsqlDbType.Text));
        row.AddWithValue(report.Policy);
        row.AddWithValue((decimal)report.Seed);
        row.Add(Maybe(solve.WorkBudget, NpgsqlDbType.Bigint));
        row.AddWithValue(JsonSerializer.Serialize(snapshot.Options, DomainJson.Options));
        row.AddWithValue(solve.IsWarm);
        row.Add(Hash(packed.Input));
        row.Add(Hash(packed.Output));
        row.AddWithValue(report.Objective);
        row.Add(Maybe(report.Bound, NpgsqlDbType.Double));
        row.AddWithValue(report.Work);
        row.AddWithValue(solve.WallMs);
        row.AddWithValue(snapshot.Nodes.Count);
        row.AddWithValue(snapshot.Jobs.Count);
        row.AddWithValue(proposal.Changed.Count);
        row.AddWithValue(proposal.Waiting.Count);
        row.AddWithValue(report.Moves is { } moves ? moves.Forced + moves.Chosen : 0);
    }

    private static NpgsqlParameter Hash(PackedContent? content) =>
        Maybe(content is null ? null : Convert.FromHexString(content.Hash), NpgsqlDbType.Bytea);

    private static NpgsqlParameter Maybe(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
