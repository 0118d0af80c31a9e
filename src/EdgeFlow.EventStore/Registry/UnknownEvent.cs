using EdgeFlow.Domain;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// An event whose type this process does not know: a newer process or a Marten one wrote it. Subscriptions and
/// projections see it and may pass over it; folding a stream that holds one is refused, for a state that ignores a
/// fact would decide wrongly.
/// </summary>
/// <param name="EventType">The stored type name.</param>
/// <param name="Json">The stored data.</param>
public sealed record UnknownEvent(string EventType, string Json) : IEvent;
