using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications;

/// <summary>What happens when an attempt at a task fails. A lost node is not a failed attempt.</summary>
/// <param name="Attempts">Most attempts, ≥ 1.</param>
/// <param name="FirstDelay">Wait before the second attempt.</param>
/// <param name="Backoff">Factor from one wait to the next, 1 to 10.</param>
/// <param name="OnErrors">Error types that are retried; empty means all.</param>
public sealed record RetrySpec(int Attempts, Milliseconds FirstDelay, double Backoff, IReadOnlyList<string> OnErrors)
{
    /// <summary>Three attempts, 200 ms doubling, any error.</summary>
    public static RetrySpec Default { get; } = new(3, new Milliseconds(200), 2, []);
}
