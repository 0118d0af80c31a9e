using System.Buffers;
using System.Runtime.InteropServices;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// The rows that this process appended since the last block, hashed when they were committed: what is done to them in
/// the table before they are sealed shows too, and they need not be read again. Bounded; thread safe.
/// </summary>
internal sealed class FreshRows
{
    /// <summary>The most rows that wait for their block. Beyond it all are dropped, and read from the table when their
    /// turn comes.</summary>
    public const int Max = 100_000;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Two writers commit at once.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    private readonly Lock gate = new();
    private readonly List<FreshRow> waiting = [];

    /// <summary>Takes rows that were committed.</summary>
    public void Add(ReadOnlyMemory<AppendedRow> rows)
    {
        var fresh = new FreshRow[rows.Length];
        var buffer = scratch ??= new ArrayBufferWriter<byte>();
        for (var i = 0; i < fresh.Length; i++)
        {
            ref readonly var row = ref rows.Span[i];
            fresh[i] = new FreshRow
            {
                Sequence = row.Sequence, Version = row.Version, Stream = row.Stream, Tenant = row.Tenant,
            };
            EventRowOf(row).Hash(buffer, fresh[i].Body);
        }

        lock (gate)
        {
            if (waiting.Count + fresh.Length > Max)
            {
                waiting.Clear();
            }

            waiting.AddRange(fresh);
        }
    }

    /// <summary>Hands out the rows up to a number, and forgets them.</summary>
    /// <param name="through">The last number.</param>
    /// <param name="to">Gets them, in any order.</param>
    public void Take(long through, List<FreshRow> to)
    {
        lock (gate)
        {
            var its = CollectionsMarshal.AsSpan(waiting);
            var kept = 0;
            foreach (ref readonly var row in its)
            {
                if (row.Sequence <= through)
                {
                    to.Add(row);
                }
                else
                {
                    its[kept++] = row;
                }
            }

            waiting.RemoveRange(kept, waiting.Count - kept);
        }
    }

    // What every row of ours has alike: it is not archived, and its data is JSON.
    private static EventRow EventRowOf(in AppendedRow row) => new(
        row.Sequence, row.Stream, row.Version, row.Id, row.Type,
        (row.Timestamp - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, row.Tenant, row.DotNetType,
        row.Metadata.CorrelationId, row.Metadata.CausationId, false, row.Headers, null, row.Data);
}
