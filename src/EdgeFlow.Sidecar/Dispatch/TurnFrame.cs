using System.Buffers;
using System.Buffers.Binary;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>
/// A turn's work item. The history goes out as the bytes that are stored: joining the bytes of two messages is, in
/// protobuf, joining the messages, so nothing of the past is encoded twice.
/// </summary>
/// <param name="head">The request without past events.</param>
/// <param name="pastEvents">The chunks of the history.</param>
/// <param name="token">The completion token.</param>
internal sealed class TurnFrame(WorkflowRequest head, byte[][] pastEvents, string token) : WorkFrame
{
    private const byte RequestTag = (WorkItem.WorkflowRequestFieldNumber << 3) | 2;
    private const int LargestVarint = 5;

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> writer)
    {
        var tail = new WorkItem { CompletionToken = token };
        var requestBytes = head.CalculateSize() + pastEvents.Sum(chunk => chunk.Length);
        var length = 1 + CodedOutputStream.ComputeLengthSize(requestBytes) + requestBytes + tail.CalculateSize();
        var start = writer.GetSpan(GrpcFraming.HeaderBytes + 1 + LargestVarint);
        start[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(start[1..], (uint)length);
        start[GrpcFraming.HeaderBytes] = RequestTag;
        var varint = WriteVarint(start[(GrpcFraming.HeaderBytes + 1)..], (uint)requestBytes);
        writer.Advance(GrpcFraming.HeaderBytes + 1 + varint);
        head.WriteTo(writer);
        foreach (var chunk in pastEvents)
        {
            writer.Write(chunk);
        }

        tail.WriteTo(writer);
    }

    /// <inheritdoc/>
    public override WorkItem ToItem()
    {
        foreach (var chunk in pastEvents)
        {
            head.MergeFrom(chunk);
        }

        return new WorkItem { CompletionToken = token, WorkflowRequest = head };
    }

    private static int WriteVarint(Span<byte> target, uint value)
    {
        var count = 0;
        while (value >= 0x80)
        {
            target[count++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }

        target[count++] = (byte)value;
        return count;
    }
}
