using EdgeFlow.Domain.Units;

namespace EdgeFlow.Planning.Snapshots;

/// <summary>Another form of a task's model that may run in its stead.</summary>
/// <param name="Name">Its name; not <c>full</c>, which is the model as declared.</param>
/// <param name="Accuracy">Part of the frames that it gets right, above 0 and at most 1.</param>
/// <param name="Work">Its work as a factor of the full model's; also of a measured time that it has not itself.</param>
/// <param name="Memory">Its memory as a factor of the full model's; the product is rounded up to whole bytes.</param>
/// <param name="Data">Its output as a factor of the full model's; the product is rounded up to whole bytes.</param>
/// <param name="Measured">Its own measured time by kind of node; empty when it was never measured.</param>
public sealed record SnapshotVariant(
    string Name, double Accuracy, double Work, double Memory, double Data,
    IReadOnlyDictionary<string, Milliseconds> Measured);
