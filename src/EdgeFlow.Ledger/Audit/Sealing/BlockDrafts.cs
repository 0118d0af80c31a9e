using System.Buffers;
using System.Text;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// Sorts events into the drafts of their tenants. Its memory is used again from one block to the next: a block is some
/// megabytes, and new ones every second would make the garbage collector look through the whole process. Not thread
/// safe.
/// </summary>
internal sealed class BlockDrafts
{
    private readonly CopiedRows rows = new();
    private readonly ArrayBufferWriter<byte> scratch = new();
    private readonly SortedDictionary<string, BlockDraft> tenants = new(StringComparer.Ordinal);
    private BlockDraft? spare;
    private (string? Tenant, BlockDraft? Draft) latest;

    /// <summary>The events by tenant, each in order of sequence.</summary>
    public IReadOnlyDictionary<string, BlockDraft> Tenants => tenants;

    /// <summary>How many events there are.</summary>
    public int Events { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        // One is kept: most databases have one tenant, and many small blocks are no burden.
        spare = tenants.Values.MaxBy(draft => draft.Events) ?? spare;
        spare?.Clear();
        tenants.Clear();
        latest = default;
        Events = 0;
    }

    /// <summary>Takes an event that this process appended.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="entry">Its entry as it is stored; behind all others.</param>
    public void Add(string tenant, ReadOnlySpan<byte> entry)
    {
        DraftOf(tenant).Add(entry);
        Events++;
    }

    /// <summary>Takes the events of a copy, to its end.</summary>
    /// <param name="copy">Rows of <see cref="RowSql.Tuple"/> in order of sequence, behind all others.</param>
    /// <param name="cancellationToken">Gives up; what was taken is not whole then.</param>
    /// <exception cref="InvalidDataException">The copy ended within a row, or a row is too large.</exception>
    public async Task Add(Stream copy, CancellationToken cancellationToken)
    {
        rows.Begin(copy);
        while (await rows.Fill(cancellationToken).ConfigureAwait(false))
        {
            Take();
        }
    }

    private void Take()
    {
        Span<byte> body = stackalloc byte[ChainHash.Size];
        while (rows.TryNext(out var row))
        {
            var tenant = row.HasTenant ? Encoding.UTF8.GetString(row.Tenant) : RowSql.DefaultTenant;
            row.Body(scratch, body);
            DraftOf(tenant).Add(row.Sequence, row.Version, row.HasStream, row.Stream, body);
            Events++;
        }
    }

    private BlockDraft DraftOf(string tenant)
    {
        // Mostly that of the row before.
        if (tenant == latest.Tenant && latest.Draft is { } same)
        {
            return same;
        }

        if (!tenants.TryGetValue(tenant, out var draft))
        {
            (tenants[tenant], spare) = (draft = spare ?? new BlockDraft(), null);
        }

        latest = (tenant, draft);
        return draft;
    }
}
