using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Problems;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Questions and answers that are kept by name. Thread safe.</summary>
public sealed class KeptBranches(NpgsqlDataSource database)
{
    // The count and the insert are one statement; two at the same moment may pass the limit by one.
    private const string Insert = """
        insert into ledger_branches (name, kept_at, question, answer)
        select $1, $2, $3::jsonb, $4::jsonb where (select count(*) from ledger_branches) < $5
        on conflict (name) do nothing
        """;

    private const string SelectPage = """
        select name, kept_at, question::text, null::text from ledger_branches
        where name > $1 order by name limit $2
        """;

    private const string SelectOne =
        "select name, kept_at, question::text, answer::text from ledger_branches where name = $1";

    /// <summary>Keeps an answer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it was not kept; null when it was.</returns>
    public async Task<Refusal?> Keep(
        string name, WhatIfRequest question, WhatIfAnswer answer, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(Insert);
        insert.Parameters.AddWithValue(name);
        insert.Parameters.AddWithValue(now.ToUniversalTime());
        insert.Parameters.AddWithValue(NpgsqlDbType.Text, JsonSerializer.Serialize(question, ProtocolJson.Options));
        insert.Parameters.AddWithValue(NpgsqlDbType.Text, JsonSerializer.Serialize(answer, ProtocolJson.Options));
        insert.Parameters.AddWithValue(BranchLimits.MaxKept);
        return await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1
            ? null
            : Refusal.Of(
                ProblemKinds.Conflict,
                $"The branch was not kept: its name is taken, or {BranchLimits.MaxKept} are kept already. Delete one.");
    }

    /// <summary>Kept branches after a name, by name, without their answers.</summary>
    /// <param name="after">The last name of the page before; null to begin.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<KeptBranch>> Page(string? after, int limit, CancellationToken cancellationToken) =>
        Read(SelectPage, cancellationToken, after ?? "", limit);

    /// <summary>One of them; null when there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<KeptBranch?> Find(string name, CancellationToken cancellationToken) =>
        (await Read(SelectOne, cancellationToken, name).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Forgets one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why not; null when it is gone.</returns>
    public async Task<Refusal?> Delete(string name, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand("delete from ledger_branches where name = $1");
        delete.Parameters.AddWithValue(name);
        return await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1
            ? null
            : Refusal.Of(ProblemKinds.NotFound, "There is no such branch.");
    }

    private async Task<IReadOnlyList<KeptBranch>> Read(
        string text, CancellationToken cancellationToken, params object[] values)
    {
        await using var select = database.CreateCommand(text);
        foreach (var value in values)
        {
            select.Parameters.AddWithValue(value);
        }

        var found = new List<KeptBranch>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(new KeptBranch(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1),
                JsonSerializer.Deserialize<WhatIfRequest>(reader.GetString(2), ProtocolJson.Options)!,
                reader.IsDBNull(3)
                    ? null
                    : JsonSerializer.Deserialize<WhatIfAnswer>(reader.GetString(3), ProtocolJson.Options)));
        }

        return found;
    }
}
