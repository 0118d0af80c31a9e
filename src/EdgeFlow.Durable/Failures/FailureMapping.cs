using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable;

/// <summary>The one place where exceptions and failures on the wire are turned into each other.</summary>
internal static class FailureMapping
{
    /// <summary>The causes below a failure that are kept.</summary>
    public const int MaxCauses = 8;

    /// <summary>The characters of a message or stack trace that are kept; a history is no log file.</summary>
    public const int MaxTextLength = 8 * 1024;

    public static TaskFailureDetails ToWire(Exception exception) => ToWire(exception, MaxCauses);

    public static TaskFailureDetails ToWire(string errorType, string message, bool isNonRetriable) => new()
    {
        ErrorType = errorType,
        ErrorMessage = Cut(message),
        IsNonRetriable = isNonRetriable,
    };

    public static TaskFailure FromWire(TaskFailureDetails? details) => FromWire(details, MaxCauses);

    private static TaskFailureDetails ToWire(Exception exception, int causes)
    {
        var classified = exception as IClassifiedFailure;
        var wire = new TaskFailureDetails
        {
            ErrorType = classified?.ErrorType ?? exception.GetType().FullName ?? exception.GetType().Name,
            ErrorMessage = Cut(exception.Message),
            IsNonRetriable = classified?.IsNonRetriable ?? false,
        };
        if (exception.StackTrace is { } trace)
        {
            wire.StackTrace = Cut(trace);
        }

        if (causes > 0)
        {
            wire.InnerFailure = exception switch
            {
                TaskFailedException task => ToWire(task.Failure, causes - 1),
                { InnerException: { } inner } => ToWire(inner, causes - 1),
                _ => null,
            };
        }

        return wire;
    }

    private static TaskFailureDetails ToWire(TaskFailure failure, int causes)
    {
        var wire = ToWire(failure.ErrorType, failure.Message, failure.IsNonRetriable);
        wire.StackTrace = failure.StackTrace;
        wire.InnerFailure = failure.Inner is not null && causes > 0 ? ToWire(failure.Inner, causes - 1) : null;
        return wire;
    }

    private static TaskFailure FromWire(TaskFailureDetails? details, int causes) => details is null
        ? new TaskFailure("Unknown", "the failure came without details")
        : new TaskFailure(
            details.ErrorType,
            details.ErrorMessage,
            details.StackTrace,
            details.IsNonRetriable,
            details.InnerFailure is null || causes == 0 ? null : FromWire(details.InnerFailure, causes - 1));

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "…";
}
