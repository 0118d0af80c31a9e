namespace EdgeFlow.Protocol.Replays;

/// <summary>The first message of <c>GET /v1/replay</c>, of the type <c>replay_begins</c>.</summary>
/// <param name="From">The first event that is replayed, or the place where it would stand.</param>
/// <param name="To">The last event that is replayed.</param>
/// <param name="Speed">How many times faster than it went; null for as fast as it can.</param>
/// <param name="State">What there was before the first event.</param>
public sealed record ReplayBegin(long From, long To, double? Speed, ReplayState State)
{
    /// <summary>The type of this message.</summary>
    public const string MessageType = "replay_begins";

    /// <summary>The type of the last message, whose data is empty: all events were sent.</summary>
    public const string EndType = "replay_ends";
}
