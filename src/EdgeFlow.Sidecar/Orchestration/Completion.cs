using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>How an instance ended.</summary>
/// <param name="Status">A terminal status.</param>
/// <param name="Result">The output as JSON, or nothing.</param>
/// <param name="Failure">Why, when it failed.</param>
internal sealed record Completion(OrchestrationStatus Status, string? Result, TaskFailureDetails? Failure)
{
    /// <summary>The trigger of the lifecycle that leads to this end.</summary>
    public LifecycleTrigger Trigger => Status switch
    {
        OrchestrationStatus.Failed => LifecycleTrigger.Fail,
        OrchestrationStatus.Terminated => LifecycleTrigger.Terminate,
        OrchestrationStatus.Canceled => LifecycleTrigger.Cancel,
        _ => LifecycleTrigger.Complete,
    };

    /// <summary>A failure that the sidecar itself decides; retrying cannot help.</summary>
    public static Completion Failed(string errorType, string message) => new(
        OrchestrationStatus.Failed,
        null,
        new TaskFailureDetails { ErrorType = errorType, ErrorMessage = message, IsNonRetriable = true });
}
