using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Commits a group of appends in one transaction of two round trips: the first locks the streams and learns their
/// versions, the second inserts and commits. With inline projections there is a third between.
/// </summary>
internal sealed class GroupAppender(
    NpgsqlDataSource dataSource,
    ConnectionRetry retry,
    IReadOnlyList<IInlineProjection> projections,
    Action committed)
{
    private readonly KnownStreams known = new();

    /// <summary>Commits a group; what only one append causes befalls only that one.</summary>
    public async ValueTask<IReadOnlyList<AppendOutcome>> Commit(
        IReadOnlyList<PendingAppend> group, CancellationToken cancellationToken)
    {
        try
        {
            var results = await retry.Run(token => TryCommit(group, token), cancellationToken).ConfigureAwait(false);
            return [.. results.Select(result => new AppendOutcome(result, null))];
        }
        catch (Exception failure) when (failure is EventStoreUnavailableException or OperationCanceledException)
        {
            return [.. group.Select(_ => new AppendOutcome(null, failure))];
        }
#pragma warning disable CA1031 // The cause is handed to the caller whose append it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return group.Count == 1
                ? [new AppendOutcome(null, failure)]
                : await CommitHalves(group, cancellationToken).ConfigureAwait(false);
        }
    }

    // Something in the group cannot be stored (a text that jsonb refuses, a projection that fails). Halving finds it
    // in few transactions, and everything else is stored.
    private async Task<IReadOnlyList<AppendOutcome>> CommitHalves(
        IReadOnlyList<PendingAppend> group, CancellationToken cancellationToken)
    {
        var middle = group.Count / 2;
        var first = await Commit([.. group.Take(middle)], cancellationToken).ConfigureAwait(false);
        var second = await Commit([.. group.Skip(middle)], cancellationToken).ConfigureAwait(false);
        return [.. first, .. second];
    }

    private async Task<IReadOnlyList<AppendResult>> TryCommit(
        IReadOnlyList<PendingAppend> group, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var plan = await Lock(connection, group, cancellationToken).ConfigureAwait(false);
            if (plan.Accepts.Count == 0)
            {
                await using var rollback = new NpgsqlCommand(GroupSql.Rollback, connection);
                await rollback.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return plan.Answer([]);
            }

            foreach (var accept in plan.Accepts)
            {
                accept.Append.Attempted = accept.Streams;
            }

            var stored = await Store(connection, group, plan, cancellationToken).ConfigureAwait(false);
            known.Add(plan.NewVersions.Keys);
            committed();
            return plan.Answer(stored);
        }
        catch
        {
            // Closing rolls back. The connection is not used again: an error in the middle of a batch can leave
            // Npgsql's notion of what it has prepared on it wrong, and the next batch would misread its answers.
            dataSource.Clear();
            throw;
        }
    }

    private async Task<GroupPlan> Lock(
        NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, CancellationToken cancellationToken)
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

    private async Task<IReadOnlyList<IReadOnlyList<AppendedStream>>> Store(
        NpgsqlConnection connection,
        IReadOnlyList<PendingAppend> group,
        GroupPlan plan,
        CancellationToken cancellationToken)
    {
        StreamWrite[] writes = [.. plan.Accepts.SelectMany(accept => accept.Streams)];
        await using var batch = new NpgsqlBatch(connection);
        GroupSql.AddInsertEvents(batch, writes);
        GroupSql.AddSetVersions(batch, plan.NewVersions);
        if (writes.Any(write => write.Append.Request.CommandId is not null))
        {
            GroupSql.AddInsertCommands(batch, [.. writes.Where(w => w.Append.Request.CommandId is not null)]);
        }

        string[] untouched = [.. group.SelectMany(a => a.Request.Streams).Select(s => s.StreamId)
            .Where(id => !plan.NewVersions.ContainsKey(id)).Distinct()];
        if (untouched.Length > 0)
        {
            GroupSql.AddDropEmptyStreams(batch, untouched);
        }

        if (projections.Count == 0)
        {
            batch.Add(GroupSql.Commit);
        }

        var (sequences, timestamp) = await Insert(batch, cancellationToken).ConfigureAwait(false);
        if (projections.Count > 0)
        {
            await Project(connection, writes, sequences, timestamp, cancellationToken).ConfigureAwait(false);
        }

        return Place(plan, sequences);
    }

    private static async Task<(List<long> Sequences, DateTime Timestamp)> Insert(
        NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var sequences = new List<long>();
        var timestamp = DateTime.UnixEpoch;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sequences.Add(reader.GetInt64(0));
            timestamp = reader.GetDateTime(1);
        }

        // An error of a later statement, the commit's included, surfaces only when its result is asked for.
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return (sequences, timestamp);
    }

    private async Task Project(
        NpgsqlConnection connection,
        StreamWrite[] writes,
        List<long> sequences,
        DateTime timestamp,
        CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>(sequences.Count);
        foreach (var write in writes)
        {
            for (var e = 0; e < write.Events.Length; e++)
            {
                var (id, value, stored) = write.Events[e];
                events.Add(new RecordedEvent(
                    sequences[events.Count], id, write.StreamId, write.FirstVersion + e, stored.EventType, value,
                    timestamp, write.Append.Request.Metadata));
            }
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var projection in projections)
        {
            projection.Project(events, batch);
        }

        batch.Add(GroupSql.Commit);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static List<IReadOnlyList<AppendedStream>> Place(GroupPlan plan, List<long> sequences)
    {
        var stored = new List<IReadOnlyList<AppendedStream>>(plan.Accepts.Count);
        var next = 0;
        foreach (var accept in plan.Accepts)
        {
            var streams = new AppendedStream[accept.Streams.Count];
            for (var s = 0; s < streams.Length; s++)
            {
                var write = accept.Streams[s];
                var (first, last) = (sequences[next], sequences[next + write.Events.Length - 1]);
                streams[s] = new AppendedStream(write.StreamId, write.FirstVersion, write.LastVersion, first, last);
                next += write.Events.Length;
            }

            stored.Add(streams);
        }

        return stored;
    }
}
