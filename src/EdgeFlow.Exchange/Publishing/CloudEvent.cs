namespace EdgeFlow.Exchange.Publishing;

/// <summary>An event as others get it: CloudEvents 1.0, structured JSON. Immutable.</summary>
/// <param name="Id">The same for every sending of the same event.</param>
/// <param name="Type">Its public name.</param>
/// <param name="Subject">What it is about: events of one subject keep their order.</param>
/// <param name="Json">The whole of it, in UTF-8.</param>
public sealed record CloudEvent(string Id, string Type, string Subject, ReadOnlyMemory<byte> Json)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/cloudevents+json";
}
