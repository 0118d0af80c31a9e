using EdgeFlow.Domain.Lifecycles;
using static EdgeFlow.Domain.Nodes.NodeStatus;

namespace EdgeFlow.Domain.Nodes;

/// <summary>The life of a node as one table.</summary>
public static class NodeLifecycle
{
    /// <summary>The table. <see cref="Unknown"/> stands for "never heard of".</summary>
    public static Lifecycle<NodeStatus, NodeTrigger> Table { get; } = new(
    [
        new(Unknown, NodeTrigger.Registered, Ready),

        new(Ready, NodeTrigger.Registered, Ready),
        new(Ready, NodeTrigger.Changed, Ready),
        new(Ready, NodeTrigger.Profiled, Ready),
        new(Ready, NodeTrigger.Drained, Draining),
        new(Ready, NodeTrigger.Lost, Lost),
        new(Ready, NodeTrigger.Left, Left),

        new(Draining, NodeTrigger.Registered, Ready),
        new(Draining, NodeTrigger.Changed, Draining),
        new(Draining, NodeTrigger.Profiled, Draining),
        new(Draining, NodeTrigger.Lost, Lost),
        new(Draining, NodeTrigger.Left, Left),

        new(Lost, NodeTrigger.Registered, Ready),
        new(Lost, NodeTrigger.Profiled, Lost),
        new(Lost, NodeTrigger.Returned, Ready),
        new(Lost, NodeTrigger.Left, Left),

        new(Left, NodeTrigger.Registered, Ready),
    ]);
}
