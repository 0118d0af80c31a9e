using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Nodes;

/// <summary>The rules of what a node may say of its accelerators, price and energy.</summary>
internal static class NodeExtras
{
    /// <summary>What is wrong, in words that follow "node …:"; null when nothing is.</summary>
    public static string? Wrong(NodeCapacity capacity)
    {
        var accelerators = capacity.Accelerators ?? new Dictionary<string, int>();
        if (accelerators.Count > ManifestLimits.MaxAcceleratorKinds
            || accelerators.Any(pair => !Name.IsValid(pair.Key) || !IsCount(pair.Value)))
        {
            return $"an accelerator's name must be {Name.Rule}, its number 1 to {ManifestLimits.MaxAccelerators}, "
                + $"with at most {ManifestLimits.MaxAcceleratorKinds} kinds";
        }

        if (capacity.PricePerHour is { } price && price is not (>= 0 and <= DemandLimits.MaxPrice))
        {
            return $"its price must be 0 to {DemandLimits.MaxPrice} an hour";
        }

        return capacity.Energy is { } energy && !(IsWatts(energy.IdleWatts) && IsWatts(energy.BusyWatts))
            ? $"its idle and busy power must be 0 to {DemandLimits.MaxWatts} W"
            : null;
    }

    private static bool IsCount(int count) => count is >= 1 and <= ManifestLimits.MaxAccelerators;

    private static bool IsWatts(double watts) => watts is >= 0 and <= DemandLimits.MaxWatts;
}
