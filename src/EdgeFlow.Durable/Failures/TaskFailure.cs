namespace EdgeFlow.Durable;

/// <summary>How an activity, a child or a workflow failed, as it is kept in a history.</summary>
/// <param name="ErrorType">The kind of the failure: by default the full name of the exception's type.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="StackTrace">Where, when it is known.</param>
/// <param name="IsNonRetriable">Whether another attempt is pointless.</param>
/// <param name="Inner">The cause, when there is one.</param>
public sealed record TaskFailure(
    string ErrorType,
    string Message,
    string? StackTrace = null,
    bool IsNonRetriable = false,
    TaskFailure? Inner = null);
