using System.Buffers;
using System.Text;
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
    private readonly Lock gate = new();
    private readonly List<FreshRow> waiting = [];

    /// <summary>Takes rows that were committed.</summary>
    public void Add(IReadOnlyList<AppendedRow> rows)
    {
        var fresh = new FreshRow[rows.Count];
        var scratch = new ArrayBufferWriter<byte>();
        for (var i = 0; i < fresh.Length; i++)
        {
            var (row, body) = (rows[i], new byte[ChainHash.Size]);
            EventRowOf(row).Hash(scratch, body);
            fresh[i] = new FreshRow(row.Sequence, row.Version, row.Stream, row.Tenant, body);
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

    /// <summary>Hands out the rows of a range and forgets them and all before it.</summary>
    /// <param name="after">The range begins behind this number.</param>
    /// <param name="through">Its last number.</param>
    /// <returns>The rows in order of sequence; some of the range may not be known here.</returns>
    public List<FreshRow> Take(long after, long through)
    {
        List<FreshRow> taken;
        lock (gate)
        {
            taken = waiting.FindAll(row => row.Sequence > after && row.Sequence <= through);
            waiting.RemoveAll(row => row.Sequence <= through);
        }

        taken.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return taken;
    }

    // What every row of ours has alike: it is not archived, and its data is JSON.
    private static EventRow EventRowOf(AppendedRow row) => new(
        row.Sequence, row.Stream, row.Version, row.Id, row.Type,
        (row.Timestamp - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, row.Tenant, row.DotNetType,
        row.Metadata.CorrelationId, row.Metadata.CausationId, false,
        row.Headers is { } headers ? Encoding.UTF8.GetString(headers.Span) : null, null, row.Data);
}
