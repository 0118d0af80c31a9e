namespace EdgeFlow.EventStore.Appending;

/// <summary>What is noted beside the events of one append.</summary>
/// <param name="CorrelationId">Names the whole story that the events belong to, or null.</param>
/// <param name="CausationId">Names what directly caused them (a command, an event), or null.</param>
/// <param name="Actor">Who asked, or null; kept in the headers.</param>
public sealed record EventMetadata(string? CorrelationId = null, string? CausationId = null, string? Actor = null)
{
    /// <summary>Nothing to note.</summary>
    public static EventMetadata None { get; } = new();
}
