namespace EdgeFlow.Tests.EndToEnd.Dapr;

/// <summary>What is killed.</summary>
internal enum Victim
{
    Node,
    ControlPlane,
    NodeSidecar,
    ControlPlaneSidecar,
    Placement,
    Scheduler,
    Database,
    Broker,
}
