using EdgeFlow.EventStore.Connections;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// The first of a group's two round trips, where it has to look before it can decide: creates the streams that are not
/// known, locks all, and reads their versions, what command ids led to, and what earlier attempts stored.
/// </summary>
internal static class StreamLocks
{
    /// <summary>Begins a transaction, locks the streams in order of id, and decides from what they are.</summary>
    /// <exception cref="StreamGoneException">A stream that was known is not there any more.</exception>
    public static async Task<GroupPlan> Take(
        NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, KnownStreams known,
        CancellationToken cancellationToken)
    {
        var firsts = new SortedDictionary<string, (string Type, string Tenant)>(StringComparer.Ordinal);
        foreach (var (append, stream) in group.SelectMany(a => a.Request.Streams.Select(stream => (a, stream))))
        {
            firsts.TryAdd(stream.StreamId, (stream.StreamType, append.Request.Tenant ?? Tenancy.Default));
        }

        string[] ids = [.. firsts.Keys];
        string[] strangers = [.. ids.Where(id => !known.Contains(id))];
        string[] commands = [.. group.Select(a => a.Request.CommandId).OfType<string>().Distinct()];
        StreamWrite[] attempts = [.. group.Where(a => a.Request.CommandId is null).SelectMany(a => a.Attempted)];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(GroupSql.Begin);
        if (strangers.Length > 0)
        {
            GroupSql.AddCreateStreams(
                batch, strangers, [.. strangers.Select(id => firsts[id].Type)],
                [.. strangers.Select(id => firsts[id].Tenant)]);
        }

        GroupSql.AddLockStreams(batch, ids);
        if (commands.Length > 0)
        {
            GroupSql.AddFindCommands(batch, commands);
        }

        if (attempts.Length > 0)
        {
            GroupSql.AddFindAttempts(batch, attempts);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var heads = new Dictionary<string, StreamHead>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            heads.Add(reader.GetString(0), new StreamHead(reader.GetInt64(1), reader.GetString(2)));
        }

        if (heads.Count < ids.Length)
        {
            // Somebody deleted a stream that we knew. Another attempt creates it again.
            known.Forget();
            throw new StreamGoneException(ids.First(id => !heads.ContainsKey(id)));
        }

        known.Add(heads.Where(stream => stream.Value.Version > 0));
        var repeats = commands.Length > 0 ? await Next(reader, cancellationToken).ConfigureAwait(false) : [];
        var found = attempts.Length > 0 ? await Next(reader, cancellationToken).ConfigureAwait(false) : [];
        return GroupPlan.Make(
            group,
            heads,
            repeats.GroupBy(row => row.Command!, StringComparer.Ordinal).ToDictionary(
                rows => rows.Key, rows => new CommandRow(rows.First().Append, [.. rows.Select(row => row.Stream)])),
            found.GroupBy(row => row.Append).ToDictionary(
                rows => rows.Key, IReadOnlyList<AppendedStream> (rows) => [.. rows.Select(row => row.Stream)]));
    }

    private static async Task<List<(string? Command, Guid Append, AppendedStream Stream)>> Next(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<(string?, Guid, AppendedStream)>();
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var stream = new AppendedStream(
                reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6));
            rows.Add((reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetGuid(1), stream));
        }

        return rows;
    }
}
