using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace EdgeFlow.Durable.Grpc;

/// <summary>
/// gRPC's framing of messages in an HTTP/2 body: one byte that says whether the message is compressed, four bytes
/// of length (big-endian), then the message. Compression is never offered, so it is refused when it comes.
/// </summary>
public static class GrpcFraming
{
    /// <summary>The bytes in front of each message.</summary>
    public const int HeaderBytes = 5;

    /// <summary>
    /// The largest message that is read unless the caller names another limit: 16 MiB. Workflows carry references
    /// and not payloads, so that only a long history comes near it.
    /// </summary>
    public const int DefaultMaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>Writes one message with its frame header; the caller flushes when it is a pipe.</summary>
    /// <param name="writer">Where the bytes go, for example a response's <see cref="PipeWriter"/>.</param>
    /// <param name="message">The message.</param>
    public static void Write(IBufferWriter<byte> writer, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        var header = writer.GetSpan(HeaderBytes);
        header[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)message.CalculateSize());
        writer.Advance(HeaderBytes);
        message.WriteTo(writer);
    }

    /// <summary>Writes one message with its frame header into a buffer of exactly its size.</summary>
    /// <param name="destination">As long as <see cref="HeaderBytes"/> and the message together.</param>
    /// <param name="message">The message.</param>
    internal static void Write(Span<byte> destination, IMessage message)
    {
        destination[0] = 0;
        var length = destination.Length - HeaderBytes;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], (uint)length);
        message.WriteTo(destination[HeaderBytes..]);
    }

    /// <summary>Reads the next message.</summary>
    /// <typeparam name="T">The type of the message.</typeparam>
    /// <param name="reader">The body; one reader at a time.</param>
    /// <param name="parser">The parser of <typeparamref name="T"/>.</param>
    /// <param name="maxMessageBytes">The largest message accepted, in bytes without the frame header.</param>
    /// <param name="cancel">Gives the wait for more bytes up.</param>
    /// <returns>The message, or null when the body ended between two messages.</returns>
    /// <exception cref="GrpcException">
    /// ResourceExhausted when the message is larger than the limit (nothing of it is buffered), Unimplemented when it
    /// is compressed, Internal when it cannot be parsed or the body ended inside it.
    /// </exception>
    public static async ValueTask<T?> Read<T>(
        PipeReader reader, MessageParser<T> parser, int maxMessageBytes, CancellationToken cancel)
        where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(parser);
        while (true)
        {
            var result = await reader.ReadAsync(cancel).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (TryParse(ref buffer, parser, maxMessageBytes, out var message))
            {
                // What follows the message is left unexamined, so that the next call sees it at once.
                reader.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCanceled)
            {
                reader.AdvanceTo(buffer.Start);
                throw new OperationCanceledException("The read of a gRPC message was cancelled.");
            }

            if (result.IsCompleted)
            {
                return buffer.IsEmpty
                    ? null
                    : throw new GrpcException(
                        GrpcStatus.Internal, $"the body ended inside a message, {buffer.Length} bytes after its start");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryParse<T>(
        ref ReadOnlySequence<byte> buffer, MessageParser<T> parser, int maxMessageBytes, out T? message)
        where T : class, IMessage<T>
    {
        message = null;
        if (buffer.Length < HeaderBytes)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        Check(header[0], length, maxMessageBytes);
        if (buffer.Length - HeaderBytes < length)
        {
            return false;
        }

        var body = buffer.Slice(HeaderBytes, (int)length);
        try
        {
            message = parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw new GrpcException(
                GrpcStatus.Internal, $"{length} bytes are no message of the type {typeof(T).Name}", broken);
        }

        buffer = buffer.Slice(body.End);
        return true;
    }

    private static void Check(byte compressed, uint length, int maxMessageBytes)
    {
        if (compressed != 0)
        {
            throw new GrpcException(
                GrpcStatus.Unimplemented, "a compressed message came, and compression was not offered");
        }

        if (length > (uint)maxMessageBytes)
        {
            throw new GrpcException(
                GrpcStatus.ResourceExhausted,
                $"a message of {length} bytes is larger than the limit of {maxMessageBytes} bytes");
        }
    }
}
