namespace EdgeFlow.Durable;

/// <summary>
/// An exception that says which kind of failure it is, so that retry policies can tell failures apart by a name that
/// is not a type of this program.
/// </summary>
public interface IClassifiedFailure
{
    /// <summary>The kind of the failure: what <see cref="RetryPolicy.OnlyErrorTypes"/> is compared with.</summary>
    string ErrorType { get; }

    /// <summary>Whether another attempt is pointless.</summary>
    bool IsNonRetriable { get; }
}
