namespace EdgeFlow.Planning.Scheduling;

/// <summary>A scheduler that places one task after the other and never takes it back. Stateless and
/// thread-safe.</summary>
public interface IListScheduler
{
    /// <summary>Name and version, e.g. <c>heft/1</c>.</summary>
    string Name { get; }

    /// <summary>Schedules.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>A schedule, or null when some task found no node that would take it.</returns>
    Schedule? Build(ScheduleProblem problem);
}
