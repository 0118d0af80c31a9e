namespace EdgeFlow.Protocol.Plans;

/// <summary>Where one task runs before and after.</summary>
/// <param name="Task">The task.</param>
/// <param name="NodeBefore">Its node before; null when it had none.</param>
/// <param name="NodeAfter">Its node after; null when it has none.</param>
/// <param name="VariantBefore">The variant of its model before; null when it had no node.</param>
/// <param name="VariantAfter">The variant of its model after; null when it has no node.</param>
/// <param name="Forced">Whether it had to move, since its node is gone.</param>
/// <param name="StateBytes">Its memory, where it moved: what has to be set up elsewhere.</param>
/// <param name="DowntimeMs">Estimate of how long that takes; null where it did not move or no path is known.</param>
public sealed record TaskDifference(
    string Task, string? NodeBefore, string? NodeAfter, string? VariantBefore, string? VariantAfter, bool Forced,
    long StateBytes, double? DowntimeMs);
