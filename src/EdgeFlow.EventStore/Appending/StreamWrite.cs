using EdgeFlow.EventStore.Registry;

namespace EdgeFlow.EventStore.Appending;

/// <summary>The events of one append for one stream, with the versions that they are to have.</summary>
/// <param name="Append">The append.</param>
/// <param name="Ordinal">Which of its streams.</param>
/// <param name="FirstVersion">The version of the first event.</param>
/// <param name="Tenant">Whose the stream is.</param>
internal readonly record struct StreamWrite(PendingAppend Append, int Ordinal, long FirstVersion, string Tenant)
{
    public string StreamId => Append.Request.Streams[Ordinal].StreamId;

    public PendingAppend.PendingEvent[] Events => Append.Events[Ordinal];

    public EventMetadata Metadata => Append.Request.Streams[Ordinal].Metadata ?? Append.Request.Metadata;

    public JsonbText? Headers => Append.Headers[Ordinal];

    public long LastVersion => FirstVersion + Events.Length - 1;
}
