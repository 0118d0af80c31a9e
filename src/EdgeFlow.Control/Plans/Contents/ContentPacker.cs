using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Plans.Contents;

/// <summary>
/// Packs what solves are made of: a snapshot against the last one that was packed whole, as long as that saves at least
/// half, and a proposal against its snapshot, which holds most of the same plans. Thread safe.
/// </summary>
internal sealed class ContentPacker
{
    private readonly Lock gate = new();
    private Anchor? anchor;

    /// <summary>Packs a solve's snapshot and proposal.</summary>
    /// <param name="snapshot">The snapshot's canonical bytes.</param>
    /// <param name="proposal">The proposal's canonical bytes.</param>
    /// <param name="isAlone">Against nothing that was stored before.</param>
    public PackedSolve Pack(ReadOnlyMemory<byte> snapshot, ReadOnlyMemory<byte> proposal, bool isAlone)
    {
        var hash = SnapshotCanonical.HashOf(snapshot.Span);
        var input = snapshot.Length > SolveLimits.MaxContent ? null : PackSnapshot(hash, snapshot.Span, isAlone);
        var output = proposal.Length > SolveLimits.MaxContent ? null
            : input is null ? PackedContent.Whole(SnapshotCanonical.HashOf(proposal.Span), proposal.Span)
            : PackedContent.Against(hash, snapshot.Span, SnapshotCanonical.HashOf(proposal.Span), proposal.Span);
        return new PackedSolve(hash, snapshot, input, output);
    }

    /// <summary>Notes that a solve is stored: a snapshot that it holds whole may be packed against from now
    /// on.</summary>
    /// <param name="solve">The solve.</param>
    /// <param name="isNew">Whether its snapshot was not there before, perhaps packed otherwise.</param>
    public void Stored(PackedSolve solve, bool isNew)
    {
        if (isNew && solve.Input is { Base: null } whole)
        {
            lock (gate)
            {
                anchor = new Anchor(whole.Hash, solve.Snapshot, whole.Packed.Length);
            }
        }
    }

    private PackedContent PackSnapshot(string hash, ReadOnlySpan<byte> snapshot, bool isAlone)
    {
        Anchor? known;
        lock (gate)
        {
            known = anchor;
        }

        if (known is null || isAlone || known.Hash == hash)
        {
            return PackedContent.Whole(hash, snapshot);
        }

        var difference = PackedContent.Against(known.Hash, known.Bytes.Span, hash, snapshot);
        return difference.Packed.Length * 2 <= known.Packed ? difference : PackedContent.Whole(hash, snapshot);
    }

    private sealed record Anchor(string Hash, ReadOnlyMemory<byte> Bytes, int Packed);
}
