namespace EdgeFlow.Control.Plans.Contents;

/// <summary>What a solve was made of and what came out, as they are stored.</summary>
/// <param name="SnapshotHash">The snapshot's name.</param>
/// <param name="Snapshot">The snapshot's bytes.</param>
/// <param name="Input">The snapshot, packed; null when it is too large to be kept.</param>
/// <param name="Output">The proposal, packed; null when it is too large to be kept.</param>
internal sealed record PackedSolve(
    string SnapshotHash, ReadOnlyMemory<byte> Snapshot, PackedContent? Input, PackedContent? Output);
