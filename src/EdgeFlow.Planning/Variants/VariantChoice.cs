using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Variants;

/// <summary>Which variant each task of a job runs.</summary>
/// <param name="Variants">The variant of each task, in the manifest's order; null for the full model.</param>
/// <param name="Accuracy">Product of the tasks' accuracies.</param>
internal sealed record VariantChoice(SnapshotVariant?[] Variants, double Accuracy);
