namespace EdgeFlow.EventStore.Appending;

/// <summary>
/// Decides, from what the database holds while the streams are locked, what becomes of each append of a group:
/// stored at which versions, refused, or answered from memory. Pure. Appends count in the order of their arrival,
/// as if each had been committed alone.
/// </summary>
internal sealed class GroupPlan
{
    private readonly List<Accepted> accepted = [];
    private readonly AppendResult?[] settled;
    private readonly int[] sameAs;

    private GroupPlan(int count)
    {
        settled = new AppendResult?[count];
        sameAs = new int[count];
        Array.Fill(sameAs, -1);
    }

    /// <summary>The appends to store.</summary>
    public IReadOnlyList<Accepted> Accepts => accepted;

    /// <summary>The version of each stream after the writes; only streams that are written.</summary>
    public Dictionary<string, long> NewVersions { get; } = new(StringComparer.Ordinal);

    /// <summary>Each stream that is written, as it is after the writes.</summary>
    public IEnumerable<KeyValuePair<string, StreamHead>> NewHeads => accepted.SelectMany(accept => accept.Streams)
        .Select(write => KeyValuePair.Create(
            write.StreamId, new StreamHead(NewVersions[write.StreamId], write.Tenant)));

    /// <summary>Makes the plan.</summary>
    /// <param name="group">The appends.</param>
    /// <param name="heads">Version and tenant of each stream that they name.</param>
    /// <param name="commands">The command ids that are known already.</param>
    /// <param name="recovered">Appends without a command id of which an earlier attempt came through.</param>
    public static GroupPlan Make(
        IReadOnlyList<PendingAppend> group,
        IReadOnlyDictionary<string, StreamHead> heads,
        IReadOnlyDictionary<string, CommandRow> commands,
        IReadOnlyDictionary<Guid, IReadOnlyList<AppendedStream>> recovered)
    {
        var plan = new GroupPlan(group.Count);
        var current = new Dictionary<string, StreamHead>(heads, StringComparer.Ordinal);
        var firstOfCommand = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < group.Count; i++)
        {
            var append = group[i];
            if (append.Request.CommandId is { } command)
            {
                if (commands.TryGetValue(command, out var row))
                {
                    // Our own earlier attempt came through although its answer was lost: it is no repeat.
                    plan.settled[i] = row.AppendId == append.Id
                        ? new AppendResult.Appended(row.Streams)
                        : new AppendResult.AlreadyDone(row.Streams);
                    continue;
                }

                if (firstOfCommand.TryGetValue(command, out var first))
                {
                    plan.sameAs[i] = first;
                    continue;
                }
            }

            if (recovered.TryGetValue(append.Id, out var streams))
            {
                plan.settled[i] = new AppendResult.Appended(streams);
            }
            else if (plan.Accept(i, append, current) && append.Request.CommandId is { } accepted)
            {
                firstOfCommand.Add(accepted, i);
            }
        }

        return plan;
    }

    /// <summary>Notes with each append to be stored what is attempted, before it is sent.</summary>
    public void Attempt() => accepted.ForEach(accept => accept.Append.Attempted = accept.Streams);

    /// <summary>Nothing of it was stored, for certain.</summary>
    public void GiveUp() => accepted.ForEach(accept => accept.Append.Attempted = []);

    /// <summary>The answers, once the writes are stored.</summary>
    /// <param name="stored">Where each of <see cref="Accepts"/> stands, in their order.</param>
    public IReadOnlyList<AppendResult> Answer(IReadOnlyList<IReadOnlyList<AppendedStream>> stored)
    {
        for (var w = 0; w < accepted.Count; w++)
        {
            settled[accepted[w].Index] = new AppendResult.Appended(stored[w]);
        }

        for (var i = 0; i < settled.Length; i++)
        {
            if (sameAs[i] >= 0)
            {
                settled[i] = new AppendResult.AlreadyDone(((AppendResult.Appended)settled[sameAs[i]]!).Streams);
            }
        }

        return settled!;
    }

    private bool Accept(int index, PendingAppend append, Dictionary<string, StreamHead> current)
    {
        foreach (var stream in append.Request.Streams)
        {
            var actual = current[stream.StreamId];
            var isOthers = append.Request.Tenant is { } tenant && tenant != actual.Tenant;
            if (isOthers || !stream.Expected.Allows(actual.Version))
            {
                settled[index] = new AppendResult.Conflict(stream.StreamId, stream.Expected, actual.Version);
                return false;
            }
        }

        var writes = new StreamWrite[append.Request.Streams.Count];
        for (var s = 0; s < writes.Length; s++)
        {
            var id = append.Request.Streams[s].StreamId;
            var (version, tenant) = current[id];
            writes[s] = new StreamWrite(append, s, version + 1, tenant);
            NewVersions[id] = writes[s].LastVersion;
            current[id] = new StreamHead(writes[s].LastVersion, tenant);
        }

        accepted.Add(new Accepted(index, append, writes));
        return true;
    }

    /// <summary>An append to store.</summary>
    /// <param name="Index">Its place in the group.</param>
    /// <param name="Append">The append.</param>
    /// <param name="Streams">What each of its streams gets.</param>
    internal sealed record Accepted(int Index, PendingAppend Append, IReadOnlyList<StreamWrite> Streams);
}
