using EdgeFlow.Domain;

namespace EdgeFlow.Control.Commands;

/// <summary>How one kind of thing is decided about: its streams and its decider.</summary>
/// <typeparam name="TState">Its folded state.</typeparam>
/// <typeparam name="TCommand">Its commands.</typeparam>
/// <param name="Kind">Kind of stream; a stream's id is <c>kind-id</c>.</param>
/// <param name="IdOf">Which one a command is about.</param>
/// <param name="Decide">The decider.</param>
/// <param name="Evolve">The state after an event.</param>
/// <param name="IsOver">Whether nothing more will happen to it, so that its state need not be kept in memory.</param>
public sealed record Aggregate<TState, TCommand>(
    string Kind, Func<TCommand, string> IdOf, Func<TState?, TCommand, Decision> Decide,
    Func<TState?, IEvent, TState> Evolve, Func<TState, bool> IsOver)
    where TState : class
{
    /// <summary>The stream of one of them.</summary>
    public string StreamOf(string id) => $"{Kind}-{id}";
}
