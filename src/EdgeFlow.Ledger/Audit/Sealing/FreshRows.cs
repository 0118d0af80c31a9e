using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// The rows that this process appended since the last block, hashed as they were committed: what is done to them in
/// the table before they are sealed shows too, and they need not be read again. Bounded; thread safe.
/// </summary>
internal sealed class FreshRows
{
    /// <summary>The most bytes that wait for their block, some hundred thousand events. Beyond it all are dropped, and
    /// read from the table when their turn comes.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The most commits whose rows wait to be hashed; who commits beyond it hashes them itself.</summary>
    public const int CommitsMax = 64;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ConcurrentQueue<ReadOnlyMemory<AppendedRow>> commits = new();
    private readonly Lock hashing = new();
    private readonly ArrayBufferWriter<byte> entries = new();
    private readonly ArrayBufferWriter<byte> scratch = new();
    private readonly ArrayBufferWriter<byte> name = new();

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> tenants = [];
    private ArrayBufferWriter<byte> waiting = new();
    private int isAwake;

    /// <summary>
    /// Takes rows that were committed. They are hashed soon, elsewhere: who appended them does not wait for it.
    /// </summary>
    public void Add(ReadOnlyMemory<AppendedRow> rows)
    {
        commits.Enqueue(rows);
        if (commits.Count > CommitsMax)
        {
            HashAll();
        }
        else if (Interlocked.Exchange(ref isAwake, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static its => its.HashAll(), this, preferLocal: false);
        }
    }

    /// <summary>Hands out all that wait, one behind the other in any order, and forgets them.</summary>
    /// <param name="spare">Memory that is used from now on; what is in it is forgotten.</param>
    /// <returns>Each a <see cref="FreshEntry"/>; the memory is the caller's.</returns>
    public ArrayBufferWriter<byte> Take(ArrayBufferWriter<byte> spare)
    {
        HashAll();
        spare.ResetWrittenCount();
        lock (gate)
        {
            (var taken, waiting) = (waiting, spare);
            return taken;
        }
    }

    /// <summary>Keeps what was handed out too early.</summary>
    /// <param name="early">Each a <see cref="FreshEntry"/>.</param>
    public void Keep(ReadOnlySpan<byte> early)
    {
        lock (gate)
        {
            if (waiting.WrittenCount + early.Length > BytesMax)
            {
                waiting.ResetWrittenCount();
            }

            waiting.Write(early);
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

    // At the end all that was added before is hashed, by whomever.
    private void HashAll()
    {
        lock (hashing)
        {
            // Before the queue is looked at: who adds behind that wakes another.
            Interlocked.Exchange(ref isAwake, 0);
            while (commits.TryDequeue(out var rows))
            {
                Hash(rows.Span);
            }
        }
    }

    private void Hash(ReadOnlySpan<AppendedRow> rows)
    {
        entries.ResetWrittenCount();
        Span<byte> body = stackalloc byte[ChainHash.Size];
        var (tenant, number) = (default(string), 0);
        foreach (ref readonly var row in rows)
        {
            if (row.Tenant != tenant)
            {
                (tenant, number) = (row.Tenant, NumberOf(row.Tenant));
            }

            EventRowOf(row).Hash(scratch, body);
            name.ResetWrittenCount();
            Encoding.UTF8.GetBytes(row.Stream, name);
            FreshEntry.Add(entries, number, row.Sequence, row.Version, name.WrittenSpan, body);
        }

        Keep(entries.WrittenSpan);
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
}
