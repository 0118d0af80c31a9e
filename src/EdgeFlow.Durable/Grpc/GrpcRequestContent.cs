using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace EdgeFlow.Durable.Grpc;

/// <summary>One framed message as the body of a request.</summary>
internal sealed class GrpcRequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue MediaType = new(GrpcHeaders.ContentType);
    private readonly IMessage _message;
    private readonly Action? _sent;

    public GrpcRequestContent(IMessage message, Action? sent)
    {
        _message = message;
        _sent = sent;
        Headers.ContentType = MediaType;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var size = GrpcFraming.HeaderBytes + _message.CalculateSize();
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            GrpcFraming.Write(rented.AsSpan(0, size), _message);
            await stream.WriteAsync(rented.AsMemory(0, size), cancellationToken).ConfigureAwait(false);
            if (_sent is not null)
            {
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                _sent();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // gRPC sends no content-length; the end of the HTTP/2 stream marks the end of the request.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
