using EdgeFlow.EventStore.Reading;
using EdgeFlow.Protocol.Replays;

namespace EdgeFlow.Ledger.Replay;

/// <summary>An event of a replay and what it changed.</summary>
/// <param name="Entry">The event.</param>
/// <param name="Change">What it changed.</param>
public sealed record ReplayStep(RecordedEvent Entry, ReplayState Change);
