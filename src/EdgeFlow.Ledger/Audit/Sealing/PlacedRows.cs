using System.Runtime.InteropServices;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// Rows by their numbers: each has a place, and a number without a row shows. Its memory serves one range after the
/// other. Not thread safe.
/// </summary>
internal sealed class PlacedRows
{
    private readonly List<FreshRow> rows = [];
    private int[] places = [];
    private long first;

    /// <summary>Takes what is known of a range.</summary>
    /// <param name="known">Hands out what it knows, in any order.</param>
    /// <param name="after">The range begins behind this number.</param>
    /// <param name="through">Its last number.</param>
    public void Fill(FreshRows known, long after, long through)
    {
        rows.Clear();
        known.Take(through, rows);
        var span = checked((int)(through - after));
        if (places.Length < span)
        {
            places = new int[span];
        }

        places.AsSpan().Clear();
        first = after + 1;
        for (var i = 0; i < rows.Count; i++)
        {
            // What was sealed meanwhile, by another process perhaps, does not count any more.
            if (rows[i].Sequence > after)
            {
                places[rows[i].Sequence - first] = i + 1;
            }
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
        var its = CollectionsMarshal.AsSpan(rows);
        foreach (var place in Part(after, through))
        {
            if (place > 0)
            {
                drafts.Add(ref its[place - 1]);
            }
        }
    }

    private ReadOnlySpan<int> Part(long after, long through) =>
        places.AsSpan((int)(after + 1 - first), (int)(through - after));
}
