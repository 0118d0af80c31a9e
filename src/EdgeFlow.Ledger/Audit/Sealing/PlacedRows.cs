using System.Buffers;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// The events that this process appended, by their numbers: each has a place, and a number without one shows. Its
/// memory serves one range after the other. Not thread safe.
/// </summary>
internal sealed class PlacedRows(FreshRows fresh)
{
    private ArrayBufferWriter<byte> rows = new();
    private int[] places = [];
    private long first;

    /// <summary>Takes what is known of a range; what is known beyond it waits for the next.</summary>
    /// <param name="after">The range begins behind this number.</param>
    /// <param name="through">Its last number.</param>
    public void Fill(long after, long through)
    {
        rows = fresh.Take(rows);
        var span = checked((int)(through - after));
        if (places.Length < span)
        {
            places = new int[span];
        }

        places.AsSpan().Clear();
        first = after + 1;
        var bytes = rows.WrittenSpan;
        for (var place = 0; place < bytes.Length;)
        {
            var row = new FreshEntry(bytes[place..]);
            if (row.Sequence > through)
            {
                fresh.Keep(row.Bytes);
            }
            else if (row.Sequence > after)
            {
                // What was sealed meanwhile, by another process perhaps, does not count any more.
                places[row.Sequence - first] = place + 1;
            }

            place += row.Bytes.Length;
        }
    }

    /// <summary>How many numbers of a part of the range have a row.</summary>
    /// <param name="after">The part begins behind this number.</param>
    /// <param name="through">Its last number.</param>
    public int Count(long after, long through)
    {
        var part = Part(after, through);
        return part.Length - part.Count(0);
    }

    /// <summary>Adds the rows of a part of the range to drafts, in order.</summary>
    /// <param name="after">The part begins behind this number.</param>
    /// <param name="through">Its last number.</param>
    /// <param name="drafts">Get them.</param>
    public void AddTo(BlockDrafts drafts, long after, long through)
    {
        var (bytes, tenant, number) = (rows.WrittenMemory, "", -1);
        foreach (var place in Part(after, through))
        {
            if (place > 0)
            {
                var row = new FreshEntry(bytes.Span[(place - 1)..]);
                if (row.Tenant != number)
                {
                    (number, tenant) = (row.Tenant, fresh.TenantOf(row.Tenant));
                }

                drafts.Add(tenant, row.Entry);
            }
        }
    }

    private ReadOnlySpan<int> Part(long after, long through) =>
        places.AsSpan((int)(after + 1 - first), (int)(through - after));
}
