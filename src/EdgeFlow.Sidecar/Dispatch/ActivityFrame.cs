using System.Buffers;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>An activity's work item.</summary>
internal sealed class ActivityFrame(WorkItem item) : WorkFrame
{
    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> writer) => GrpcFraming.Write(writer, item);

    /// <inheritdoc/>
    public override WorkItem ToItem() => item;
}
