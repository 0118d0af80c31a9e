using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>What the control plane's answers make a node do, and what its heartbeats tell of it.</summary>
internal interface INodeDuties
{
    /// <summary>Counters of all hosted stages.</summary>
    IReadOnlyList<StageCounters> Counters();

    /// <summary>Stops stages whose epoch no longer holds.</summary>
    Task DropStale(IReadOnlyList<StaleStage> stale);

    /// <summary>Stops all stages: the node was given up.</summary>
    Task DropAll();

    /// <summary>There is a new lease, perhaps with another sidecar.</summary>
    Task LeaseChanged(NodeLease lease);
}
