using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Nodes;

/// <summary>Something that somebody wants of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="OccurredAt">When it was asked; the events take their time from here.</param>
public abstract record NodeCommand(NodeId Node, DateTimeOffset OccurredAt);

/// <summary>
/// Registers a node's process. The same process with the same properties changes nothing, with others it updates them;
/// a lost one returns; another process takes the name only when the lease of the present one has ended.
/// </summary>
/// <param name="Node">The name.</param>
/// <param name="Incarnation">Which process: a new one each start.</param>
/// <param name="Capacity">What it has.</param>
/// <param name="Address">Base address of its frame endpoint: absolute http or https.</param>
/// <param name="LeaseHeld">
/// Whether the process that has the name now still holds its lease, as the failure detector knows.
/// </param>
/// <param name="OccurredAt">When.</param>
public sealed record RegisterNode(
    NodeId Node, string Incarnation, NodeCapacity Capacity, string Address, bool LeaseHeld, DateTimeOffset OccurredAt)
    : NodeCommand(Node, OccurredAt);

/// <summary>A heartbeat came. Only that of a lost process changes anything: it returns.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">The process heard.</param>
/// <param name="OccurredAt">When.</param>
public sealed record HearNode(NodeId Node, string Incarnation, DateTimeOffset OccurredAt)
    : NodeCommand(Node, OccurredAt);

/// <summary>The lease of a process ran out: the node is given up.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">The process that was not heard.</param>
/// <param name="LastHeardAt">Its last heartbeat.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Silence">What was missing, in numbers; null when nobody counted.</param>
public sealed record LoseNode(
    NodeId Node, string Incarnation, DateTimeOffset LastHeardAt, string Reason, DateTimeOffset OccurredAt,
    NodeSilence? Silence = null) : NodeCommand(Node, OccurredAt);

/// <summary>Takes no new stages and hands over those it has.</summary>
/// <param name="Node">The node.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record DrainNode(NodeId Node, string Reason, DateTimeOffset OccurredAt) : NodeCommand(Node, OccurredAt);

/// <summary>The process says good-bye.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">The process.</param>
/// <param name="OccurredAt">When.</param>
public sealed record LeaveNode(NodeId Node, string Incarnation, DateTimeOffset OccurredAt)
    : NodeCommand(Node, OccurredAt);

/// <summary>Keeps what a stage costs on the node. The same measures again change nothing.</summary>
/// <param name="Node">Where it was measured.</param>
/// <param name="StageHash">SHA-256 over the stage's kind, the model's name and parameters.</param>
/// <param name="NodeKind">The kind of machine.</param>
/// <param name="MedianMs">Median time of one frame, ≥ 0.</param>
/// <param name="P95Ms">95th percentile, ≥ 0.</param>
/// <param name="OutputBytes">Size of the output for the sample frame, ≥ 0.</param>
/// <param name="OccurredAt">When.</param>
public sealed record RecordProfile(
    NodeId Node, string StageHash, string NodeKind, double MedianMs, double P95Ms, long OutputBytes,
    DateTimeOffset OccurredAt) : NodeCommand(Node, OccurredAt)
{
    /// <summary>SHA-256 hex of the bytes of its model and other files; null for a stage without any.</summary>
    public string? ModelHash { get; init; }
}
