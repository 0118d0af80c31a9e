using EdgeFlow.Durable.Replay;

namespace EdgeFlow.Durable.Worker;

/// <summary>
/// Runs that wait in memory for their next turn, which then replays nothing. Each is kept under the completion token
/// of its last turn: only when the sidecar says that the past ends with the answer to just that turn is the run what
/// a replay would give. When there is no more room the one that waited longest goes. Thread safe.
/// </summary>
internal sealed class KeptRuns(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byInstance = [];
    private readonly LinkedList<Kept> _oldestFirst = new();

    /// <summary>Keeps a run for the turn after the one that had this token.</summary>
    public void Keep(InstanceReplay run, string token)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_lock)
        {
            Remove(run.InstanceId);
            if (_oldestFirst.Count == capacity)
            {
                Remove(_oldestFirst.First!.Value.Run.InstanceId);
            }

            _byInstance[run.InstanceId] = _oldestFirst.AddLast(new Kept(run, token));
        }
    }

    /// <summary>Takes the run of an instance out; null when there is none that goes on from this token.</summary>
    public InstanceReplay? Take(string instanceId, string token)
    {
        lock (_lock)
        {
            return Remove(instanceId) is { } kept && token.Length > 0 && kept.Token == token ? kept.Run : null;
        }
    }

    private Kept? Remove(string instanceId)
    {
        if (!_byInstance.Remove(instanceId, out var node))
        {
            return null;
        }

        _oldestFirst.Remove(node);
        return node.Value;
    }

    private sealed record Kept(InstanceReplay Run, string Token);
}
