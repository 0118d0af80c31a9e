using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The rules of the DAG: every edge leads somewhere, once, and no path leads back. Linear in tasks and edges.
/// </summary>
internal static class GraphRules
{
    /// <summary>Most cycles that are named.</summary>
    public const int MaxCycles = 10;

    private const int NamedTasks = 20;

    public static void Check(IReadOnlyList<TaskSpec> tasks, TaskPlaces places, ErrorList errors)
    {
        var edges = tasks.Sum(task => task.Needs.Count);
        if (edges > ManifestLimits.MaxEdges)
        {
            errors.Add(new ManifestError(
                "/spec/tasks", 1, 1, $"the application has {edges} edges", $"at most {ManifestLimits.MaxEdges} edges"));
            return;
        }

        foreach (var task in tasks)
        {
            CheckEdges(task, places, errors);
        }

        CheckCycles(tasks, places, errors);
    }

    private static void CheckEdges(TaskSpec task, TaskPlaces places, ErrorList errors)
    {
        var seen = new HashSet<TaskId>();
        for (var index = 0; index < task.Needs.Count; index++)
        {
            var need = task.Needs[index].Task;
            if (need.Value.Length == 0)
            {
                continue;
            }

            var place = places.At(task.Id, "needs", index);
            if (need == task.Id)
            {
                errors.Add(place, $"the task '{task.Id}' needs itself", "another task");
            }
            else if (!seen.Add(need))
            {
                errors.Add(place, $"the task '{task.Id}' needs '{need}' twice", "each need once");
            }
            else if (!places.Contains(need))
            {
                errors.Add(
                    place, $"the task '{task.Id}' needs '{need}', which does not exist",
                    errors.Suggest(need.Value, places.Names, "the id of a task of this application"));
            }
        }
    }

    /// <summary>
    /// Depth-first search along the needs with a stack of its own. A need that leads to a task on the present path
    /// closes a cycle; the path from there, backwards, is the cycle in the direction of the data.
    /// </summary>
    private static void CheckCycles(IReadOnlyList<TaskSpec> tasks, TaskPlaces places, ErrorList errors)
    {
        var byId = tasks.ToDictionary(task => task.Id);
        var isOnPath = new Dictionary<TaskId, bool>();
        var found = 0;
        foreach (var root in tasks.Where(task => !isOnPath.ContainsKey(task.Id)))
        {
            var path = new List<(TaskSpec Task, int Next)> { (root, 0) };
            isOnPath[root.Id] = true;
            while (path.Count > 0 && found < MaxCycles)
            {
                var (task, next) = path[^1];
                if (next == task.Needs.Count)
                {
                    isOnPath[task.Id] = false;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                path[^1] = (task, next + 1);
                var need = task.Needs[next].Task;
                if (!byId.TryGetValue(need, out var producer) || need == task.Id)
                {
                    continue;
                }

                if (!isOnPath.TryGetValue(need, out var closes))
                {
                    isOnPath[need] = true;
                    path.Add((producer, 0));
                }
                else if (closes)
                {
                    found++;
                    var cycle = path.Select(step => step.Task.Id).SkipWhile(id => id != need).ToList();
                    errors.Add(
                        places.At(task.Id, "needs", next),
                            $"a cycle: {Describe(cycle)}", "a DAG: no path back to a task");
                }
            }
        }
    }

    private static string Describe(List<TaskId> cycle)
    {
        var inDataOrder = cycle.AsEnumerable().Reverse().Append(cycle[^1]).Select(id => id.Value).ToList();
        return inDataOrder.Count <= NamedTasks
            ? string.Join(" → ", inDataOrder)
            : $"{string.Join(" → ", inDataOrder.Take(NamedTasks))} → … → {inDataOrder[^1]} ({cycle.Count} tasks)";
    }
}
