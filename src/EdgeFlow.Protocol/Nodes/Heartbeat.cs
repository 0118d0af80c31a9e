namespace EdgeFlow.Protocol.Nodes;

/// <summary>Telemetry that renews the lease: <c>POST /v1/nodes/{node}/heartbeat</c>.</summary>
/// <param name="Incarnation">The process that speaks.</param>
/// <param name="Sequence">Counts up; an older one than the last heard is ignored.</param>
/// <param name="Draining">It was asked to stop and hands over.</param>
/// <param name="Stages">What each hosted stage has done since it was hosted.</param>
/// <param name="Profiles">Profiles measured since the last heartbeat that was answered.</param>
public sealed record Heartbeat(
    string Incarnation, long Sequence, bool Draining, IReadOnlyList<StageCounters> Stages,
    IReadOnlyList<StageProfile> Profiles);
