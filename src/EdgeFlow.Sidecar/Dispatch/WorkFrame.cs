using System.Buffers;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>
/// The content of a work item, fixed at dispatch. It is encoded outside the engine's lock, by the stream that sends it.
/// </summary>
internal abstract class WorkFrame
{
    /// <summary>Writes one framed gRPC message.</summary>
    public abstract void WriteTo(IBufferWriter<byte> writer);

    /// <summary>The same as a message, for a worker in this process. Called once at most.</summary>
    public abstract WorkItem ToItem();
}
