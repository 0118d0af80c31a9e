using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>Where in the text the tasks stand, so that rules between tasks can point at what breaks them.</summary>
internal sealed class TaskPlaces
{
    private readonly Dictionary<TaskId, DocumentNode> _nodes = [];

    /// <summary>Ids of the tasks, for suggestions.</summary>
    public IEnumerable<string> Names => _nodes.Keys.Select(id => id.Value);

    public bool TryAdd(TaskId id, DocumentNode node) => _nodes.TryAdd(id, node);

    public bool Contains(TaskId id) => _nodes.ContainsKey(id);

    /// <summary>The place of a value of a task: the deepest part of the path that is there.</summary>
    public DocumentNode At(TaskId id, params object[] path) => At(_nodes[id], path);

    /// <summary>The place of a value below a node: the deepest part of the path that is there.</summary>
    public DocumentNode At(DocumentNode node, params object[] path)
    {
        foreach (var part in path)
        {
            var next = (node, part) switch
            {
                (MapNode map, string key) => map.Find(key),
                (ListNode list, int index) when index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                return node;
            }

            node = next;
        }

        return node;
    }
}
