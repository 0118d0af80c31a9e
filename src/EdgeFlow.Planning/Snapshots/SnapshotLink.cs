using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>An undirected link that is up.</summary>
/// <param name="Id">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Capacity">Capacity B_l now.</param>
/// <param name="Delay">Delay of a passage.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record SnapshotLink(
    LinkId Id, NodeId A, NodeId B, BitsPerSecond Capacity, Milliseconds Delay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double PricePerGigabyte = 0);
