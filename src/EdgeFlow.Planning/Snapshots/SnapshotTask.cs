using System.Text.Json.Serialization;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>A task to place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Work">Work C_i: a frame for streams, the whole task for batch.</param>
/// <param name="Memory">Memory R_req it holds.</param>
/// <param name="Constraints">Where it may run.</param>
/// <param name="Measured">
/// Measured time by kind of node (<see cref="Domain.Nodes.NodeCapacity.Kind"/>), which counts before C_i / PS_u where
/// present
/// (ambiguity A6 of the ENTS specification).
/// </param>
/// <param name="Accelerators">Accelerators that it holds while hosted: name → how many; null for none.</param>
/// <param name="Accuracy">Part of the frames that the full model gets right; null counts as 1.</param>
/// <param name="Variants">Other forms of its model, by name; null for none.</param>
public sealed record SnapshotTask(
    TaskId Id, WorkUnits Work, Bytes Memory, PlacementConstraints Constraints,
    IReadOnlyDictionary<string, Milliseconds> Measured,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, int>? Accelerators = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Accuracy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<SnapshotVariant>? Variants = null);
