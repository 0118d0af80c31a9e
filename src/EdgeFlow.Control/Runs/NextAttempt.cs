namespace EdgeFlow.Control.Runs;

/// <summary>What follows a failed attempt, as the task's retry rule says.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Attempt">The next attempt's number, when there is one.</param>
/// <param name="DelayMs">How long to wait before it.</param>
public sealed record NextAttempt(NextAttemptKind Kind, int Attempt, double DelayMs);
