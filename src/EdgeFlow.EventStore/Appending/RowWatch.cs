using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Who wants to see rows as they are committed, and what a group's rows were. Only while somebody watches, and only
/// where it is not known without it, does the database send the rows' JSON back. Thread safe.
/// </summary>
internal sealed class RowWatch(ILogger log)
{
    private readonly PrintTrust trust = new(log);
    private Action<ReadOnlyMemory<AppendedRow>>? watcher;

    /// <summary>Lets somebody watch from now on; who watched before does no more.</summary>
    public void Set(Action<ReadOnlyMemory<AppendedRow>> its) => Volatile.Write(ref watcher, its);

    /// <summary>How these rows are to become known; asked before they are sent.</summary>
    public Watching Of(NpgsqlConnection connection, StreamWrite[] writes) =>
        Volatile.Read(ref watcher) is null ? Watching.Off
        : trust.Covers(connection, writes) ? Watching.Foreseen
        : Watching.Asked;

    /// <summary>Tells of rows that were committed.</summary>
    /// <param name="writes">What was to be inserted.</param>
    /// <param name="rows">What the database says of it.</param>
    /// <param name="watching">What <see cref="Of"/> said of them. Who began to watch since reads them from the table.
    /// </param>
    public void Tell(StreamWrite[] writes, InsertedRows rows, Watching watching)
    {
        if (watching != Watching.Off && Volatile.Read(ref watcher) is { } its)
        {
            its(Rows(writes, rows, watching == Watching.Asked));
        }
    }

    private AppendedRow[] Rows(StreamWrite[] writes, InsertedRows inserted, bool isAsked)
    {
        var (rows, next) = (new AppendedRow[inserted.Sequences.Count], 0);
        foreach (var write in writes)
        {
            var (stream, tenant, metadata, sent) = (write.StreamId, write.Tenant, write.Metadata, write.Headers);
            for (var e = 0; e < write.Events.Length; e++, next++)
            {
                ref readonly var pending = ref write.Events[e];
                var stored = pending.Stored;
                var (data, headers) = (stored.Data.Utf8, sent?.Utf8);
                if (isAsked)
                {
                    (data, headers) = inserted.Json[next];
                    trust.Compare(stored, data, sent, headers);
                }

                rows[next] = new AppendedRow(
                    inserted.Sequences[next], pending.Id, stream, write.FirstVersion + e, stored.EventType,
                    inserted.Timestamp, tenant, stored.DotNetType, metadata, headers, data);
            }
        }

        return rows;
    }
}
