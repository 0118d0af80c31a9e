using System.Buffers;

namespace EdgeFlow.Sidecar.Dispatch;

/// <summary>
/// The content of a work item, fixed at dispatch. It is encoded outside the engine's lock, by the stream that sends it.
/// </summary>
internal abstract class WorkFrame
{
    /// <summary>Writes one framed gRPC message.</summary>
    public abstract void WriteTo(IBufferWriter<byte> writer);
}
