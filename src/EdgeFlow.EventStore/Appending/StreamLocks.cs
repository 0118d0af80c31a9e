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
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var stream in group.SelectMany(append => append.Request.Streams))
        {
            types.TryAdd(stream.StreamId, stream.StreamType);
        }

        string[] ids = [.. types.Keys];
        string[] strangers = [.. ids.Where(id => !known.Contains(id))];
        string[] commands = [.. group.Select(a => a.Request.CommandId).OfType<string>().Distinct()];
        StreamWrite[] attempts = [.. group.Where(a => a.Request.CommandId is null).SelectMany(a => a.Attempted)];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(GroupSql.Begin);
        if (strangers.Length > 0)
        {
            GroupSql.AddCreateStreams(batch, strangers, [.. strangers.Select(id => types[id])]);
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
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            versions.Add(reader.GetString(0), reader.GetInt64(1));
        }

        if (versions.Count < ids.Length)
        {
            // Somebody deleted a stream that we knew. Another attempt creates it again.
            known.Forget();
            throw new StreamGoneException(ids.First(id => !versions.ContainsKey(id)));
        }

        known.Add(versions.Where(stream => stream.Value > 0));
        var repeats = commands.Length > 0 ? await Next(reader, cancellationToken).ConfigureAwait(false) : [];
        var found = attempts.Length > 0 ? await Next(reader, cancellationToken).ConfigureAwait(false) : [];
        return GroupPlan.Make(
            group,
            versions,
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
