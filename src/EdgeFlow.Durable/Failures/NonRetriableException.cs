namespace EdgeFlow.Durable;

/// <summary>Thrown by an activity whose failure no further attempt can mend.</summary>
public sealed class NonRetriableException : Exception, IClassifiedFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="errorType">The kind of the failure; null for this type's name.</param>
    /// <param name="inner">The cause.</param>
    public NonRetriableException(string message, string? errorType = null, Exception? inner = null)
        : base(message, inner) => ErrorType = errorType ?? typeof(NonRetriableException).FullName!;

    /// <inheritdoc/>
    public string ErrorType { get; }

    /// <inheritdoc/>
    public bool IsNonRetriable => true;
}
