namespace EdgeFlow.Domain.Settings;

/// <summary>Decides whether the options of the control plane that decides are others: command in, event out; and what
/// it means: <see cref="Evolve"/>. Pure.</summary>
public static class StartDecider
{
    /// <summary>The answer to a command.</summary>
    /// <param name="state">The options that stand there; null when none were ever noted.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(StartOptions? state, NoteStart command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var options = command.Options with { Program = EventText.Clean(command.Options.Program) };
        return options.Policies.Count > StartOptions.MaxPolicies
            ? Decision.Reject(
                RejectionCodes.BadValue,
                $"The options of a control plane name at most {StartOptions.MaxPolicies} policies.")
            : options.Equals(state) ? Decision.Nothing
            : Decision.Of(new ControlPlaneConfigured(options, command.OccurredAt));
    }

    /// <summary>The options after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static StartOptions Evolve(StartOptions? state, IEvent @event) => @event switch
    {
        ControlPlaneConfigured configured => configured.Options,
        _ => throw new InvalidOperationException(
            $"The history of the control plane's options {state} has a {@event?.GetType().Name}."),
    };
}
