using EdgeFlow.Durable.Wire;
using Google.Protobuf;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>
/// The history of one execution as chunks of bytes, one chunk a turn. Each chunk is a serialized
/// <see cref="WorkflowRequest"/> that holds only <c>pastEvents</c>; protobuf joins messages by joining their bytes, so
/// the chunks are sent to workers, and stored, without being encoded again. Not thread-safe; callers hold the engine's
/// lock.
/// </summary>
internal sealed class EventLog
{
    private readonly List<byte[]> _chunks = [];

    /// <summary>The number of events.</summary>
    public int Count { get; private set; }

    /// <summary>The size of all chunks in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Encodes events as a chunk.</summary>
    public static byte[] Encode(IEnumerable<HistoryEvent> events)
    {
        var message = new WorkflowRequest();
        message.PastEvents.AddRange(events);
        return message.ToByteArray();
    }

    /// <summary>Reads the events of one chunk, or of joined chunks.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not a chunk.</exception>
    public static IReadOnlyList<HistoryEvent> Decode(byte[] chunk) =>
        WorkflowRequest.Parser.ParseFrom(chunk).PastEvents;

    /// <summary>Adds a chunk of <paramref name="count"/> events at the end.</summary>
    public void Append(byte[] chunk, int count)
    {
        _chunks.Add(chunk);
        Count += count;
        SizeBytes += chunk.Length;
    }

    /// <summary>Forgets everything: continue-as-new starts an empty history.</summary>
    public void Clear()
    {
        _chunks.Clear();
        Count = 0;
        SizeBytes = 0;
    }

    /// <summary>
    /// The chunks at this moment. The arrays are never changed, so they may be read outside the lock.
    /// </summary>
    public byte[][] Snapshot() => _chunks.ToArray();
}
