using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Experiments.Instances;

/// <summary>A batch scheduling instance with the makespans that other schedulers reached.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Family">Its family: the name up to the first hyphen.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Makespans">Makespan of each other scheduler, by its name.</param>
public sealed record SchedulingInstance(
    string Name, string Family, ScheduleProblem Problem, IReadOnlyDictionary<string, double> Makespans)
{
    /// <summary>The least makespan of the others.</summary>
    public double Best { get; } = Makespans.Values.DefaultIfEmpty(double.NaN).Min();
}
