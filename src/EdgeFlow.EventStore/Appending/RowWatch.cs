namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Who wants to see rows as they are committed, and what a group's rows were. Only while somebody watches does the
/// database send the rows' JSON back. Thread safe.
/// </summary>
internal sealed class RowWatch
{
    private Action<IReadOnlyList<AppendedRow>>? watcher;

    /// <summary>Whether somebody watches.</summary>
    public bool IsOn => Volatile.Read(ref watcher) is not null;

    /// <summary>Lets somebody watch from now on; who watched before does no more.</summary>
    public void Set(Action<IReadOnlyList<AppendedRow>> its) => Volatile.Write(ref watcher, its);

    /// <summary>Tells of rows that were committed.</summary>
    public void Tell(IReadOnlyList<StreamWrite> writes, InsertedRows rows)
    {
        if (rows.Json.Count == rows.Sequences.Count && Volatile.Read(ref watcher) is { } its)
        {
            its(Rows(writes, rows));
        }
    }

    private static List<AppendedRow> Rows(IReadOnlyList<StreamWrite> writes, InsertedRows inserted)
    {
        var rows = new List<AppendedRow>(inserted.Sequences.Count);
        foreach (var write in writes)
        {
            for (var e = 0; e < write.Events.Length; e++)
            {
                var (id, _, stored) = write.Events[e];
                var (data, headers) = inserted.Json[rows.Count];
                rows.Add(new AppendedRow(
                    inserted.Sequences[rows.Count], id, write.StreamId, write.FirstVersion + e, stored.EventType,
                    inserted.Timestamp, write.Tenant, stored.DotNetType, write.Metadata, headers, data));
            }
        }

        return rows;
    }
}
