using EdgeFlow.Sidecar.Orchestration;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>
/// Everything that one transaction writes, gathered from all instances that changed since the last one.
/// </summary>
internal sealed class WriteSet
{
    /// <summary>New instances; an ended instance of the same id is replaced together with its journal.</summary>
    public List<InstanceRow> Created { get; } = [];

    /// <summary>Instances whose status, custom status, start or end changed.</summary>
    public List<InstanceRow> Changed { get; } = [];

    /// <summary>New journal rows.</summary>
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>Journal rows of these keys before these sequence numbers are obsolete.</summary>
    public List<(long Key, int Before)> Obsolete { get; } = [];

    /// <summary>Instances to remove with everything they have.</summary>
    public List<long> Removed { get; } = [];

    /// <summary>True when there is nothing to write.</summary>
    public bool IsEmpty => Created.Count + Changed.Count + Journal.Count + Obsolete.Count + Removed.Count == 0;

    /// <summary>Takes what is not stored yet out of an instance.</summary>
    public void Take(InstanceState state, bool isNew)
    {
        if (isNew)
        {
            Created.Add(InstanceRow.Of(state));
        }
        else if (state.RowChanged)
        {
            Changed.Add(InstanceRow.Of(state));
        }

        state.RowChanged = false;
        foreach (var row in InstanceEvolver.TakeRows(state))
        {
            if (row.Kind == JournalKind.Restarted && state.NextSequence > 0)
            {
                Obsolete.Add((state.Key, state.NextSequence));
            }

            Journal.Add(new JournalEntry(state.Key, state.NextSequence, row));
            state.NextSequence++;
        }
    }
}
