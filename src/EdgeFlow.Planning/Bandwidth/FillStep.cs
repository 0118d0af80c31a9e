namespace EdgeFlow.Planning.Bandwidth;

/// <summary>What happens to a job at a level known beforehand, in the order in which it happens at one
/// level.</summary>
internal enum FillStep
{
    /// <summary>Its rate leaves its floor.</summary>
    Start,

    /// <summary>Its rate reaches the one for which its flows hold bandwidth anyway.</summary>
    StartLinks,

    /// <summary>Its rate reaches its cap.</summary>
    Stop,
}
