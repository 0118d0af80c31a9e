using EdgeFlow.Durable;

namespace EdgeFlow.StageWorker.Directives;

/// <summary>
/// A directive could not be obeyed, as its workflow hears it: the kind of error, and whether to try the same again.
/// </summary>
public sealed class DirectiveFailedException(string errorType, bool isNonRetriable, Exception cause)
    : Exception(cause.Message, cause), IClassifiedFailure
{
    /// <inheritdoc/>
    public string ErrorType { get; } = errorType;

    /// <inheritdoc/>
    public bool IsNonRetriable { get; } = isNonRetriable;
}
