namespace EdgeFlow.Durable;

/// <summary>What an activity may know of the step that it runs.</summary>
public sealed class ActivityContext
{
    internal ActivityContext(string instanceId, int taskId, string taskExecutionId, string name)
    {
        InstanceId = instanceId;
        TaskId = taskId;
        TaskExecutionId = taskExecutionId;
        Name = name;
    }

    /// <summary>The instance that scheduled the activity.</summary>
    public string InstanceId { get; }

    /// <summary>The step of the instance; each attempt of a retry has its own.</summary>
    public int TaskId { get; }

    /// <summary>
    /// The id of the call, the same in all attempts of a retry and after every re-delivery: what an idempotent
    /// activity keys its effect by.
    /// </summary>
    public string TaskExecutionId { get; }

    /// <summary>The name under which the activity was called.</summary>
    public string Name { get; }

    /// <summary>
    /// The trace that the workflow was started in (W3C <c>traceparent</c>); null when it was started in none. The
    /// activity runs as a span of that trace, so that the calls that it makes belong to it too.
    /// </summary>
    public string? TraceParent { get; init; }
}
