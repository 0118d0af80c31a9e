namespace EdgeFlow.Dapr.PubSub;

/// <summary>A message for a topic, written as it is: the sidecar puts nothing around it. Immutable.</summary>
/// <param name="Json">The message: one JSON document in UTF-8.</param>
/// <param name="ContentType">What it is, e.g. <c>application/cloudevents+json</c>; also sent as the broker's header
/// where it has headers.</param>
/// <param name="PartitionKey">Messages of one key keep their order where the broker has partitions; empty for
/// none.</param>
public sealed record TopicMessage(ReadOnlyMemory<byte> Json, string ContentType, string PartitionKey);
