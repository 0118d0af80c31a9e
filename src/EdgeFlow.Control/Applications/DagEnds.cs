using EdgeFlow.Domain.Applications;

namespace EdgeFlow.Control.Applications;

/// <summary>Where a DAG begins and ends.</summary>
public static class DagEnds
{
    /// <summary>The tasks that nobody needs, in the manifest's order: their output frames are the job's
    /// results.</summary>
    public static IReadOnlyList<string> Sinks(ApplicationSpec application)
    {
        var needed = application.Tasks.SelectMany(task => task.Needs).Select(need => need.Task).ToHashSet();
        return [.. application.Tasks.Where(task => !needed.Contains(task.Id)).Select(task => task.Id.Value)];
    }
}
