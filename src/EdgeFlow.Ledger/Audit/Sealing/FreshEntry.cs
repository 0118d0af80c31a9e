using System.Buffers;
using System.Buffers.Binary;
using EdgeFlow.Ledger.Audit.Chain;

namespace EdgeFlow.Ledger.Audit.Sealing;

/// <summary>
/// An event that this process appended and that is not sealed yet, as it waits: the number of its tenant (int32), the
/// length of its entry (int32), and the entry as a block has it (<see cref="PackedEntries"/>). Of these there are tens
/// of thousands a second; in one piece of memory they are no work for the garbage collector.
/// </summary>
internal readonly ref struct FreshEntry
{
    private const int LengthPlace = sizeof(int);
    private const int HeadBytes = 2 * sizeof(int);

    private readonly ReadOnlySpan<byte> bytes;

    /// <summary>Reads the event that some bytes begin with.</summary>
    /// <param name="bytes">What <see cref="Add"/> wrote, and perhaps more.</param>
    public FreshEntry(ReadOnlySpan<byte> bytes) =>
        this.bytes = bytes[..(HeadBytes + BinaryPrimitives.ReadInt32BigEndian(bytes[LengthPlace..]))];

    /// <summary>All of it.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The number of its tenant.</summary>
    public int Tenant => BinaryPrimitives.ReadInt32BigEndian(bytes);

    /// <summary>Its sequence number.</summary>
    public long Sequence => PackedEntries.Sequence(Entry);

    /// <summary>Its entry.</summary>
    public ReadOnlySpan<byte> Entry => bytes[HeadBytes..];

    /// <summary>Adds an event.</summary>
    /// <param name="to">What was added before.</param>
    /// <param name="tenant">The number of its tenant.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="version">Its version in the stream.</param>
    /// <param name="stream">Its stream's name in UTF-8.</param>
    /// <param name="body">The hash of all other columns.</param>
    public static void Add(
        ArrayBufferWriter<byte> to, int tenant, long sequence, long version, ReadOnlySpan<byte> stream,
        ReadOnlySpan<byte> body)
    {
        var head = to.GetSpan(HeadBytes);
        BinaryPrimitives.WriteInt32BigEndian(head, tenant);
        BinaryPrimitives.WriteInt32BigEndian(head[LengthPlace..], PackedEntries.Bytes(stream.Length));
        to.Advance(HeadBytes);
        PackedEntries.Add(to, sequence, version, true, stream, body);
    }
}
