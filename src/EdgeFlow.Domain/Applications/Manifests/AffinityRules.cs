using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// The rules of affinity: its tasks exist, and no two tasks must be both on one node and apart, or on one node while
/// their allowed nodes have none in common. "On one node" is transitive, so groups are joined first (union–find).
/// </summary>
internal static class AffinityRules
{
    public static void Check(IReadOnlyList<TaskSpec> tasks, TaskPlaces places, ErrorList errors)
    {
        var groups = new Dictionary<TaskId, TaskId>();
        foreach (var task in tasks)
        {
            foreach (var other in Known(task, task.Constraints.With, "with", places, errors))
            {
                groups[Root(groups, task.Id)] = Root(groups, other);
            }
        }

        foreach (var task in tasks)
        {
            foreach (var other in Known(task, task.Constraints.Apart, "apart", places, errors))
            {
                if (Root(groups, task.Id) == Root(groups, other))
                {
                    errors.Add(
                        places.At(task.Id, "constraints", "apart"),
                        $"the tasks '{task.Id}' and '{other}' must be on one node and apart", "one of with and apart");
                }
            }
        }

        CheckNodes(tasks, groups, places, errors);
    }

    private static void CheckNodes(
        IReadOnlyList<TaskSpec> tasks, Dictionary<TaskId, TaskId> groups, TaskPlaces places, ErrorList errors)
    {
        var allowed = new Dictionary<TaskId, HashSet<NodeId>>();
        foreach (var task in tasks.Where(task => task.Constraints.Nodes.Count > 0))
        {
            var group = Root(groups, task.Id);
            if (!allowed.TryGetValue(group, out var nodes))
            {
                allowed[group] = [.. task.Constraints.Nodes];
                continue;
            }

            nodes.IntersectWith(task.Constraints.Nodes);
            if (nodes.Count == 0)
            {
                errors.Add(
                    places.At(task.Id, "constraints", "nodes"),
                    $"the task '{task.Id}' must be on one node with tasks that are allowed on none of its nodes",
                    "a node that all tasks of the group allow");
                return;
            }
        }
    }

    private static IEnumerable<TaskId> Known(
        TaskSpec task, IReadOnlyList<TaskId> others, string key, TaskPlaces places, ErrorList errors)
    {
        foreach (var other in others)
        {
            if (other == task.Id)
            {
                errors.Add(
                    places.At(task.Id, "constraints", key), $"the task '{task.Id}' names itself", "other tasks");
            }
            else if (!places.Contains(other))
            {
                errors.Add(
                    places.At(task.Id, "constraints", key), $"the task '{other}' does not exist",
                    errors.Suggest(other.Value, places.Names, "the id of a task of this application"));
            }
            else
            {
                yield return other;
            }
        }
    }

    private static TaskId Root(Dictionary<TaskId, TaskId> groups, TaskId id)
    {
        while (groups.TryGetValue(id, out var parent) && parent != id)
        {
            if (groups.TryGetValue(parent, out var grandparent))
            {
                groups[id] = grandparent;
            }

            id = parent;
        }

        return id;
    }
}
