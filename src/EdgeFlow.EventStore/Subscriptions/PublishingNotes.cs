namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>The notes of consumers that publish events to others. What one of them has not come to yet must stay where
/// it can read it.</summary>
public static class PublishingNotes
{
    /// <summary>What their names begin with; the topic follows.</summary>
    public const string Prefix = "outbox:";
}
