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
    /// <summary>The most bytes that wait for their block, some hundred thousand events. Beyond it all are dropped, and
    /// read from the table when their turn comes.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Two writers commit at once.
    [ThreadStatic]
    private static Scratch? mine;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> tenants = [];
    private ArrayBufferWriter<byte> waiting = new();

    /// <summary>Takes rows that were committed.</summary>
    public void Add(ReadOnlyMemory<AppendedRow> rows)
    {
        var scratch = mine ??= new Scratch();
        scratch.Entries.ResetWrittenCount();
        Span<byte> body = stackalloc byte[ChainHash.Size];
        var (tenant, number) = (default(string), 0);
        foreach (ref readonly var row in rows.Span)
        {
            if (row.Tenant != tenant)
            {
                (tenant, number) = (row.Tenant, NumberOf(row.Tenant));
            }

            EventRowOf(row).Hash(scratch.Body, body);
            scratch.Name.ResetWrittenCount();
            Encoding.UTF8.GetBytes(row.Stream, scratch.Name);
            FreshEntry.Add(
                scratch.Entries, number, row.Sequence, row.Version, scratch.Name.WrittenSpan, body);
        }

        Keep(scratch.Entries.WrittenSpan);
    }

    /// <summary>Hands out all that wait, one behind the other in any order, and forgets them.</summary>
    /// <param name="spare">Memory that is used from now on; what is in it is forgotten.</param>
    /// <returns>Each a <see cref="FreshEntry"/>; the memory is the caller's.</returns>
    public ArrayBufferWriter<byte> Take(ArrayBufferWriter<byte> spare)
    {
        spare.ResetWrittenCount();
        lock (gate)
        {
            (var taken, waiting) = (waiting, spare);
            return taken;
        }
    }

    /// <summary>Keeps what was handed out too early.</summary>
    /// <param name="entries">Each a <see cref="FreshEntry"/>.</param>
    public void Keep(ReadOnlySpan<byte> entries)
    {
        lock (gate)
        {
            if (waiting.WrittenCount + entries.Length > BytesMax)
            {
                waiting.ResetWrittenCount();
            }

            waiting.Write(entries);
        }
    }

    /// <summary>The tenant of a number.</summary>
    public string TenantOf(int number)
    {
        lock (gate)
        {
            return tenants[number];
        }
    }

    private int NumberOf(string tenant)
    {
        lock (gate)
        {
            if (!numbers.TryGetValue(tenant, out var number))
            {
                number = tenants.Count;
                numbers.Add(tenant, number);
                tenants.Add(tenant);
            }

            return number;
        }
    }

    // What every row of ours has alike: it is not archived, and its data is JSON.
    private static EventRow EventRowOf(in AppendedRow row) => new(
        row.Sequence, row.Stream, row.Version, row.Id, row.Type,
        (row.Timestamp - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, row.Tenant, row.DotNetType,
        row.Metadata.CorrelationId, row.Metadata.CausationId, false, row.Headers, null, row.Data);

    private sealed class Scratch
    {
        public ArrayBufferWriter<byte> Entries { get; } = new();

        public ArrayBufferWriter<byte> Body { get; } = new();

        public ArrayBufferWriter<byte> Name { get; } = new();
    }
}
