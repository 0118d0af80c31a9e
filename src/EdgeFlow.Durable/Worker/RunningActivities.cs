using System.Collections.Concurrent;

namespace EdgeFlow.Durable.Worker;

/// <summary>
/// Which execution of a step runs here last. A Dapr sidecar knows an outcome only by instance and step, so that the
/// late outcome of a run that was terminated would end the same step of the next run under that id; here it is kept
/// back. Thread safe; holds what runs and nothing else.
/// </summary>
internal sealed class RunningActivities
{
    private readonly ConcurrentDictionary<(string Instance, int Task), string> _latest = new();

    /// <summary>Notes the start of an execution.</summary>
    public void Begin(string instanceId, int taskId, string executionId) =>
        _latest[(instanceId, taskId)] = executionId;

    /// <summary>Notes the end of an execution; false when another one of its step has begun since.</summary>
    public bool End(string instanceId, int taskId, string executionId) =>
        _latest.TryRemove(KeyValuePair.Create((instanceId, taskId), executionId))
        || !_latest.TryGetValue((instanceId, taskId), out var latest)
        || latest == executionId;
}
