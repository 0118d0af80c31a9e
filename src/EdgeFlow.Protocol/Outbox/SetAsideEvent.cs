namespace EdgeFlow.Protocol.Outbox;

/// <summary>A public event that the broker refused again and again while it took others.</summary>
/// <param name="Sequence">Its place among all events.</param>
/// <param name="Id">Its id as others see it.</param>
/// <param name="Type">Its public type.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Target">Where it should have gone, <c>COMPONENT/TOPIC</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">What was said last.</param>
/// <param name="At">When it was set aside.</param>
public sealed record SetAsideEvent(
    long Sequence, string Id, string Type, string Subject, string Target, int Attempts, string Reason,
    DateTimeOffset At);
