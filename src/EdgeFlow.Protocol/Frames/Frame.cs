namespace EdgeFlow.Protocol.Frames;

/// <summary>
/// The unit that moves along a flow: what one task hands to the next for one input. Immutable, safe to share.
/// </summary>
/// <param name="Id">
/// The frame's number, given once by the job's source (0, 1, 2 …) and kept by every task after it, so that results can
/// be
/// counted, joined and told apart from duplicates.
/// </param>
/// <param name="CapturedAtUnixMs">
/// When the source took it, in milliseconds since 1970 UTC, for latency; 0 when unknown.
/// </param>
/// <param name="Parts">Its pieces, in the producer's order; names are unique.</param>
public sealed record Frame(long Id, long CapturedAtUnixMs, IReadOnlyList<FramePart> Parts)
{
    /// <summary>Sum of the parts' data, in bytes.</summary>
    public long Size => Parts.Sum(part => (long)part.Data.Length);

    /// <summary>The part with this name.</summary>
    /// <exception cref="KeyNotFoundException">The frame has no such part; the message names those it has.</exception>
    public FramePart Part(string name) => Parts.FirstOrDefault(part => part.Name == name)
        ?? throw new KeyNotFoundException(
            $"Frame {Id} has no part '{name}'; it has: {string.Join(", ", Parts.Select(part => part.Name))}.");
}
