using Microsoft.Extensions.Logging;

namespace EdgeFlow.Durable.Worker;

/// <summary>What a worker says.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening for work at {Address} as '{AppId}'")]
    public static partial void Listening(this ILogger logger, Uri address, string appId);

    [LoggerMessage(2, LogLevel.Warning, "The stream of work was lost ({Reason}); trying again in {DelayMs} ms")]
    public static partial void StreamLost(this ILogger logger, string reason, double delayMs);

    [LoggerMessage(3, LogLevel.Warning, "A work item of a kind that this worker does not know was passed over")]
    public static partial void UnknownItem(this ILogger logger);

    [LoggerMessage(4, LogLevel.Error,
        "The outcome of {What} was refused after {Attempts} attempts; the sidecar will give the item out again")]
    public static partial void OutcomeRefused(this ILogger logger, string what, int attempts, Exception cause);

    [LoggerMessage(5, LogLevel.Error,
        "The history of instance {InstanceId} could not be fetched; the sidecar will give the turn out again")]
    public static partial void HistoryMissing(this ILogger logger, string instanceId, Exception cause);

    [LoggerMessage(6, LogLevel.Error, "The turn of instance {InstanceId} failed in the worker itself")]
    public static partial void TurnFailed(this ILogger logger, string instanceId, Exception cause);

    [LoggerMessage(7, LogLevel.Warning, "Activity '{Name}' (step {TaskId} of {InstanceId}) failed")]
    public static partial void ActivityFailed(
        this ILogger logger, string name, int taskId, string instanceId, Exception cause);

    [LoggerMessage(8, LogLevel.Warning,
        "{What} was given up because the worker stops; the sidecar will give it out again")]
    public static partial void GivenUp(this ILogger logger, string what);

    [LoggerMessage(9, LogLevel.Information,
        "Stopping: waiting for the running items; {Queued} queued ones go back to the sidecar")]
    public static partial void Draining(this ILogger logger, int queued);

    [LoggerMessage(10, LogLevel.Warning, "Items still ran {Seconds} s after the worker was told to stop")]
    public static partial void LeftBehind(this ILogger logger, double seconds);

    [LoggerMessage(12, LogLevel.Warning,
        "The outcome of {What} is kept back: the instance was started anew and the step runs again")]
    public static partial void Overtaken(this ILogger logger, string what);

    [LoggerMessage(11, LogLevel.Error, "Instance {InstanceId} ends: {ErrorType}: {Message}")]
    public static partial void InstanceFailed(
        this ILogger logger, string instanceId, string errorType, string message);
}
