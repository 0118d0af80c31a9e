using EdgeFlow.EventStore.Connections;
using EdgeFlow.EventStore.Projections;
using EdgeFlow.EventStore.Reading;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Commits a group of appends in one transaction. Where all its streams are known, that is one round trip: it is
/// decided from the versions that are foreseen, and one statement locks the streams, looks whether they have them, and
/// stores. Else, and where they have not, there are two: the first locks the streams and learns their versions, the
/// second inserts and commits. With inline projections there is one more before the commit.
/// </summary>
internal sealed class GroupAppender(
    NpgsqlDataSource dataSource,
    ConnectionRetry retry,
    IReadOnlyList<IInlineProjection> projections,
    RowWatch watch,
    Action committed)
{
    private static readonly Dictionary<string, CommandRow> NoCommands = [];
    private static readonly Dictionary<Guid, IReadOnlyList<AppendedStream>> NoneRecovered = [];
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
            if (await StoreForeseen(connection, group, cancellationToken).ConfigureAwait(false) is { } answers)
            {
                return answers;
            }

            var plan = await StreamLocks.Take(connection, group, known, cancellationToken).ConfigureAwait(false);
            if (plan.Accepts.Count == 0)
            {
                await Rollback(connection, cancellationToken).ConfigureAwait(false);
                return plan.Answer([]);
            }

            plan.Attempt();
            return await Store(connection, group, plan, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Closing rolls back. The connection is not used again: an error in the middle of a batch can leave
            // Npgsql's notion of what it has prepared on it wrong, and the next batch would misread its answers.
            dataSource.Clear();
            throw;
        }
    }

    // Null when nothing was stored and the group has to look first.
    private async Task<IReadOnlyList<AppendResult>?> StoreForeseen(
        NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, CancellationToken cancellationToken)
    {
        if (known.Foresee(group) is not { } foreseen
            || GroupPlan.Make(group, foreseen, NoCommands, NoneRecovered) is not { Accepts.Count: > 0 } plan)
        {
            return null;
        }

        StreamWrite[] writes = [.. plan.Accepts.SelectMany(accept => accept.Streams)];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(GroupSql.Begin);
        var watching = watch.Of(connection, writes);
        GroupSql.AddStoreForeseen(batch, foreseen, plan.NewVersions, writes, watching == Watching.Asked);
        if (projections.Count == 0)
        {
            batch.Add(GroupSql.Commit);
        }

        plan.Attempt();
        var rows = await InsertedRows.Read(batch, cancellationToken).ConfigureAwait(false);
        if (projections.Count > 0)
        {
            await (rows.Sequences.Count > 0
                ? Project(connection, writes, rows, cancellationToken)
                : Rollback(connection, cancellationToken)).ConfigureAwait(false);
        }

        if (rows.Sequences.Count > 0)
        {
            return Committed(plan, writes, rows, watching);
        }

        plan.GiveUp();
        return null;
    }

    private IReadOnlyList<AppendResult> Committed(
        GroupPlan plan, StreamWrite[] writes, InsertedRows rows, Watching watching)
    {
        known.Add(plan.NewHeads);
        watch.Tell(writes, rows, watching);
        committed();
        return plan.Answer(Place(plan, rows.Sequences));
    }

    private static async Task Rollback(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var rollback = new NpgsqlCommand(GroupSql.Rollback, connection);
        await rollback.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<AppendResult>> Store(
        NpgsqlConnection connection,
        IReadOnlyList<PendingAppend> group,
        GroupPlan plan,
        CancellationToken cancellationToken)
    {
        StreamWrite[] writes = [.. plan.Accepts.SelectMany(accept => accept.Streams)];
        await using var batch = new NpgsqlBatch(connection);
        var watching = watch.Of(connection, writes);
        GroupSql.AddInsertEvents(batch, writes, watching == Watching.Asked);
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

        var rows = await InsertedRows.Read(batch, cancellationToken).ConfigureAwait(false);
        if (projections.Count > 0)
        {
            await Project(connection, writes, rows, cancellationToken).ConfigureAwait(false);
        }

        return Committed(plan, writes, rows, watching);
    }

    private async Task Project(
        NpgsqlConnection connection,
        StreamWrite[] writes,
        InsertedRows rows,
        CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>(rows.Sequences.Count);
        foreach (var write in writes)
        {
            for (var e = 0; e < write.Events.Length; e++)
            {
                var (id, value, stored) = write.Events[e];
                events.Add(new RecordedEvent(
                    rows.Sequences[events.Count], id, write.StreamId, write.FirstVersion + e, stored.EventType, value,
                    rows.Timestamp, write.Metadata)
                {
                    Tenant = write.Tenant,
                });
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
