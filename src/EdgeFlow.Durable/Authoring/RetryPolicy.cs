namespace EdgeFlow.Durable;

/// <summary>
/// When a failed activity or child is tried again. The delay before attempt n + 1 is
/// <c>FirstDelay × Backoff^(n-1)</c>, at most <c>MaxDelay</c>. There is no jitter: a replay must do the same again.
/// </summary>
/// <param name="MaxAttempts">The attempts in all, the first one included; at least 1.</param>
/// <param name="FirstDelay">The wait after the first failure; not negative.</param>
/// <param name="Backoff">The factor from one wait to the next; at least 1.</param>
/// <param name="MaxDelay">The longest wait; null for none but an hour.</param>
/// <param name="Timeout">The time after the first attempt's start at which no attempt is started any more.</param>
/// <param name="OnlyErrorTypes">
/// The error types that are tried again, each a full type name or its last part; null for every one.
/// </param>
public sealed record RetryPolicy(
    int MaxAttempts,
    TimeSpan FirstDelay,
    double Backoff = 1,
    TimeSpan? MaxDelay = null,
    TimeSpan? Timeout = null,
    IReadOnlyList<string>? OnlyErrorTypes = null)
{
    /// <summary>The longest wait when <see cref="MaxDelay"/> names none.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromHours(1);

    /// <summary>Says whether, and after which wait, an attempt follows a failed one.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="elapsed">The time since the first attempt started.</param>
    /// <returns>The wait, or null when the failure is final.</returns>
    public TimeSpan? DelayAfter(int attempt, TaskFailure failure, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.IsNonRetriable || attempt >= MaxAttempts || !Covers(failure.ErrorType))
        {
            return null;
        }

        var longest = MaxDelay ?? DefaultMaxDelay;
        var ticks = FirstDelay.Ticks * Math.Pow(Math.Max(1, Backoff), attempt - 1);
        var delay = ticks < longest.Ticks ? TimeSpan.FromTicks((long)Math.Max(0, ticks)) : longest;
        return elapsed + delay > Timeout ? null : delay;
    }

    private bool Covers(string errorType)
    {
        if (OnlyErrorTypes is null)
        {
            return true;
        }

        foreach (var type in OnlyErrorTypes)
        {
            if (errorType.EndsWith(type, StringComparison.Ordinal)
                && (errorType.Length == type.Length || errorType[^(type.Length + 1)] is '.' or '+'))
            {
                return true;
            }
        }

        return false;
    }
}
