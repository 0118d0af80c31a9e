using EdgeFlow.Domain;

namespace EdgeFlow.Control.Commands;

/// <summary>What became of a command.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="Rejected">Why it was refused; null when it was accepted.</param>
/// <param name="Changed">Whether events were stored by it, now or when it was first sent.</param>
/// <param name="State">The state after it; null when there is none.</param>
/// <param name="Version">Its stream's version.</param>
public sealed record CommandOutcome<TState>(Rejected? Rejected, bool Changed, TState? State, long Version)
    where TState : class;
