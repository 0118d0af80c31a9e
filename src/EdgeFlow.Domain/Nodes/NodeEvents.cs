using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Nodes;

/// <summary>A node registered, for the first time or with other properties than before.</summary>
/// <param name="Node">Its id.</param>
/// <param name="Incarnation">
/// Which process of it: a new one each start, so that an old process cannot speak for it.
/// </param>
/// <param name="Capacity">What it has.</param>
/// <param name="Address">Base address of its frame endpoint, e.g. <c>http://127.0.0.1:7001</c>.</param>
/// <param name="OccurredAt">When.</param>
public sealed record NodeRegistered(
    NodeId Node, string Incarnation, NodeCapacity Capacity, string Address, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The node is given up: its lease ran out.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">The process that was lost.</param>
/// <param name="LastHeardAt">Its last heartbeat.</param>
/// <param name="Reason">Why, in words: what was missing for how long.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Silence">What was missing, in numbers; null in events of earlier versions.</param>
public sealed record NodeLost(
    NodeId Node, string Incarnation, DateTimeOffset LastHeardAt, string Reason, DateTimeOffset OccurredAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NodeSilence? Silence = null) : IEvent;

/// <summary>A lost node's same process was heard again.</summary>
/// <param name="Node">The node.</param>
/// <param name="Incarnation">The process.</param>
/// <param name="OccurredAt">When.</param>
public sealed record NodeReturned(NodeId Node, string Incarnation, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The node takes no new stages and hands over those it has.</summary>
/// <param name="Node">The node.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record NodeDrained(NodeId Node, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The node said good-bye.</summary>
/// <param name="Node">The node.</param>
/// <param name="OccurredAt">When.</param>
public sealed record NodeLeft(NodeId Node, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A stage was profiled on a node.</summary>
/// <param name="Node">Where.</param>
/// <param name="StageHash">SHA-256 over the stage's kind, the model's name and parameters.</param>
/// <param name="NodeKind">The kind of machine: profiles hold for all nodes of one kind.</param>
/// <param name="MedianMs">Median time of one frame.</param>
/// <param name="P95Ms">95th percentile.</param>
/// <param name="OutputBytes">Size of the output for the sample frame.</param>
/// <param name="OccurredAt">When.</param>
public sealed record StageProfiled(
    NodeId Node, string StageHash, string NodeKind, double MedianMs, double P95Ms, long OutputBytes,
    DateTimeOffset OccurredAt) : IEvent
{
    /// <summary>SHA-256 hex of the bytes of its model and other files; null for a stage without any, and in events that
    /// were written before it was noted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ModelHash { get; init; }
}
