using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>The numbers that a network and jobs written by hand may have: those that a control plane takes of nodes,
/// links and manifests.</summary>
internal static class SnapshotRanges
{
    private static readonly NumberRange s_part = new(ManifestLimits.LeastPart, 1);
    private static readonly NumberRange s_factor = new(ManifestLimits.LeastPart, ManifestLimits.MaxFactor);
    private static readonly NumberRange s_price = new(0, DemandLimits.MaxPrice);
    private static readonly NumberRange s_watts = new(0, DemandLimits.MaxWatts);
    private static readonly NumberRange s_count = new(0, int.MaxValue, IsWhole: true);

    private static readonly Dictionary<(Type Owner, string Key), NumberRange> s_ranges = new()
    {
        [(typeof(NetworkSnapshot), "revision")] = s_count,
        [(typeof(SnapshotOptions), "mostMoved")] = new(0, 1),
        [(typeof(NodeCapacity), "accelerators")] = new(1, ManifestLimits.MaxAccelerators, IsWhole: true),
        [(typeof(NodeCapacity), "pricePerHour")] = s_price,
        [(typeof(EnergyModel), "idleWatts")] = s_watts,
        [(typeof(EnergyModel), "busyWatts")] = s_watts,
        [(typeof(SnapshotLink), "pricePerGigabyte")] = s_price,
        [(typeof(SnapshotTask), "work")] = new(0, ManifestLimits.MaxWork, Unit: "GMAC"),
        [(typeof(SnapshotTask), "memory")] = new(0, ManifestLimits.MaxBytes, IsWhole: true, "bytes"),
        [(typeof(SnapshotTask), "accelerators")] = new(1, ManifestLimits.MaxAccelerators, IsWhole: true),
        [(typeof(SnapshotTask), "accuracy")] = s_part,
        [(typeof(SnapshotVariant), "accuracy")] = s_part,
        [(typeof(SnapshotVariant), "work")] = s_factor,
        [(typeof(SnapshotVariant), "memory")] = s_factor,
        [(typeof(SnapshotVariant), "data")] = s_factor,
        [(typeof(SnapshotFlow), "data")] = new(0, ManifestLimits.MaxBytes, IsWhole: true, "bytes"),
    };

    /// <summary>The numbers that a property takes; null where its type says it all.</summary>
    public static NumberRange? Of(JsonPropertyInfo property) =>
        s_ranges.TryGetValue((property.DeclaringType, property.Name), out var range) ? range : null;
}
