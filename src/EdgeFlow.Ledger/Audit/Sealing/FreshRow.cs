using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>An event that this process appended and that is not sealed yet. It holds its hash itself: of those that
/// wait there are many, and an array each would be the garbage collector's work.</summary>
internal struct FreshRow
{
    private Hash body;

    /// <summary>Its sequence number.</summary>
    public long Sequence { get; init; }

    /// <summary>Its version in the stream.</summary>
    public long Version { get; init; }

    /// <summary>Its stream.</summary>
    public string Stream { get; init; }

    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; }

    /// <summary>The hash of all other columns.</summary>
    [UnscopedRef]
    public Span<byte> Body => body;

    [InlineArray(ChainHash.Size)]
    private struct Hash
    {
        private byte first;
    }
}
