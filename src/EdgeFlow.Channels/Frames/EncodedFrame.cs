using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.Channels.Frames;

/// <summary>
/// A frame ready to be sent: its head as bytes, its data where the parts have it (nothing is copied). One is made for
/// each output of a stage and shared by all the flows that carry it. Immutable, safe to share.
/// </summary>
public sealed class EncodedFrame
{
    internal EncodedFrame(Frame frame, ReadOnlyMemory<byte> head, int length)
    {
        Frame = frame;
        Head = head;
        Length = length;
    }

    /// <summary>The frame itself.</summary>
    public Frame Frame { get; }

    /// <summary>The encoded head; the data of the parts follows it in their order.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>Size on the wire, in bytes.</summary>
    public int Length { get; }

    /// <summary>Writes the whole encoding.</summary>
    /// <exception cref="IOException">The stream failed.</exception>
    public async Task WriteTo(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync(Head, cancel).ConfigureAwait(false);
        foreach (var part in Frame.Parts)
        {
            await stream.WriteAsync(part.Data, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The whole encoding as one new array.</summary>
    public byte[] ToArray()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        Head.CopyTo(bytes);
        var at = Head.Length;
        foreach (var part in Frame.Parts)
        {
            part.Data.CopyTo(bytes.AsMemory(at));
            at += part.Data.Length;
        }

        return bytes;
    }
}
