namespace EdgeFlow.Domain.Lifecycles;

/// <summary>A row of a lifecycle table.</summary>
/// <param name="From">The state before; null for "does not exist yet".</param>
/// <param name="Trigger">What happened.</param>
/// <param name="To">The state after.</param>
/// <typeparam name="TStatus">The states.</typeparam>
/// <typeparam name="TTrigger">What can happen.</typeparam>
public sealed record Transition<TStatus, TTrigger>(TStatus? From, TTrigger Trigger, TStatus To)
    where TStatus : struct, Enum
    where TTrigger : struct, Enum;
