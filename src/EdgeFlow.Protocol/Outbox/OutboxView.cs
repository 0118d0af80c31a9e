namespace EdgeFlow.Protocol.Outbox;

/// <summary>How far public events are published, and what became of messages: <c>GET /v1/outbox</c>.</summary>
/// <param name="Target">Component and topic, <c>COMPONENT/TOPIC</c>; null when this control plane publishes
/// nothing.</param>
/// <param name="IsPublishing">Whether this control plane is the one that publishes now.</param>
/// <param name="Position">Every public event up to this place is published or set aside.</param>
/// <param name="Newest">The newest event's place.</param>
/// <param name="Behind">Public events after the position; counted up to 100,000.</param>
/// <param name="BehindMs">How old the oldest of them is, in milliseconds; 0 for none.</param>
/// <param name="SetAside">Events that the broker refused again and again.</param>
/// <param name="Here">What this control plane has done; null when it publishes nothing.</param>
/// <param name="Submissions">Where jobs are submitted by message; null when nowhere.</param>
/// <param name="Messages">Messages that came, counted by what became of them: accepted, refused, dropped, and dead
/// (delivered from the dead letters, those that were dropped among them); a repetition of a submission is not counted
/// again.</param>
public sealed record OutboxView(
    string? Target, bool IsPublishing, long Position, long Newest, long Behind, double BehindMs, long SetAside,
    OutboxFigures? Here, string? Submissions, IReadOnlyDictionary<string, long> Messages);
