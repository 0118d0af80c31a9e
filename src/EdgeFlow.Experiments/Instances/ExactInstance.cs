using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>A stream instance whose best max-min rate is known.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Snapshot">The network and the jobs, without a plan.</param>
/// <param name="Rate">The best rate known, λ*.</param>
/// <param name="Bound">The proven upper bound; equal to the rate where the optimum is proven.</param>
/// <param name="Seconds">Seconds that a bare MILP took on it.</param>
public sealed record ExactInstance(string Name, NetworkSnapshot Snapshot, double Rate, double Bound, double Seconds);
