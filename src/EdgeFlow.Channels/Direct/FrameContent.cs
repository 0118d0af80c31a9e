using System.Net;
using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>
/// A frame as the body of a request: its length is known, its data is written from where it lies, paced if asked.
/// </summary>
internal sealed class FrameContent(EncodedFrame frame, TokenBucket? shaper) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        shaper is null ? frame.WriteTo(stream, cancellationToken) : WriteShaped(stream, shaper, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = frame.Length;
        return true;
    }

    private async Task WriteShaped(Stream stream, TokenBucket bucket, CancellationToken cancel)
    {
        await bucket.Take(frame.Head.Length, cancel).ConfigureAwait(false);
        await stream.WriteAsync(frame.Head, cancel).ConfigureAwait(false);
        foreach (var part in frame.Frame.Parts)
        {
            for (var at = 0; at < part.Data.Length; at += TokenBucket.Piece)
            {
                var piece = part.Data.Slice(at, Math.Min(TokenBucket.Piece, part.Data.Length - at));
                await bucket.Take(piece.Length, cancel).ConfigureAwait(false);
                await stream.WriteAsync(piece, cancel).ConfigureAwait(false);
            }
        }
    }
}
