using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar;

/// <summary>Every line that the sidecar logs, with its event id and level.</summary>
internal static partial class SidecarLog
{
    [LoggerMessage(1, LogLevel.Warning, "Commit {Batch} found PostgreSQL away and is tried again in {Pause}.")]
    public static partial void CommitRetried(this ILogger logger, long batch, TimeSpan pause, Exception cause);

    [LoggerMessage(2, LogLevel.Information, "This process owns the instances (token {Token}, {Count} unfinished).")]
    public static partial void OwnershipTaken(this ILogger logger, long token, int count);

    [LoggerMessage(3, LogLevel.Error, "The ownership with the token {Token} ended: {Reason}")]
    public static partial void OwnershipEnded(this ILogger logger, long token, string reason, Exception? cause);

    [LoggerMessage(4, LogLevel.Warning, "The ownership could not be asked for.")]
    public static partial void OwnershipUnknown(this ILogger logger, Exception cause);

    [LoggerMessage(5, LogLevel.Debug, "A late answer of instance {Instance} was ignored: {Reason}")]
    public static partial void LateAnswer(this ILogger logger, string instance, string reason);

    [LoggerMessage(6, LogLevel.Warning, "An answer of instance {Instance} was refused: {Reason}")]
    public static partial void AnswerRefused(this ILogger logger, string instance, string reason);

    [LoggerMessage(7, LogLevel.Error, "{Item} was lost {Losses} times with its workers and fails for good.")]
    public static partial void ItemAbandoned(this ILogger logger, string item, int losses);

    [LoggerMessage(8, LogLevel.Information, "An event from {Sender} to {Instance} found no unfinished instance.")]
    public static partial void EventUndeliverable(this ILogger logger, string sender, string instance);

    [LoggerMessage(9, LogLevel.Error, "The call {Method} failed.")]
    public static partial void CallFailed(this ILogger logger, string method, Exception cause);

    [LoggerMessage(10, LogLevel.Information, "A worker of {App} connected ({Streams} now).")]
    public static partial void WorkerConnected(this ILogger logger, string app, int streams);

    [LoggerMessage(11, LogLevel.Information, "A worker of {App} left; {Items} work items are dispatched again.")]
    public static partial void WorkerLeft(this ILogger logger, string app, int items);

    [LoggerMessage(12, LogLevel.Warning, "A turn of {Instance} was not answered within {Lease}; it goes out again.")]
    public static partial void TurnOverdue(this ILogger logger, string instance, TimeSpan lease);
}
