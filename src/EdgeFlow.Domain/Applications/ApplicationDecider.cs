using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications;

/// <summary>Decides about versions of an application; and what events mean: <see cref="Evolve"/>. Pure.</summary>
public static class ApplicationDecider
{
    /// <summary>Most versions of an application.</summary>
    public const int MaxVersions = 10_000;

    private const int HashLength = 64;

    /// <summary>The answer to a command.</summary>
    /// <param name="state">The application as it is; null when it was never declared.</param>
    /// <param name="command">What is wanted.</param>
    public static Decision Decide(ApplicationState? state, ApplicationCommand command) => command switch
    {
        DeclareApplication declare => Declare(state, declare),
        _ => throw new InvalidOperationException(
            $"Application '{command.Application}': no rule for {command.GetType().Name}."),
    };

    /// <summary>The application after an event.</summary>
    /// <exception cref="InvalidOperationException">The history was not written by this decider.</exception>
    public static ApplicationState Evolve(ApplicationState? state, IEvent @event)
    {
        if (@event is not ApplicationDeclared declared)
        {
            throw new InvalidOperationException(
                $"The history of application '{state?.Application}' has a {@event.GetType().Name}.");
        }

        var hashes = state?.Hashes ?? ImmutableList<string>.Empty;
        if (declared.Version != hashes.Count + 1)
        {
            throw new InvalidOperationException(
                $"Application '{declared.Application}' goes from version {hashes.Count} to {declared.Version}.");
        }

        return new ApplicationState(
            declared.Application,
            ApplicationLifecycle.Table.After(state?.Status, ApplicationTrigger.Declared, declared.Application),
            hashes.Add(declared.ManifestHash), declared.Manifest);
    }

    private static Decision Declare(ApplicationState? state, DeclareApplication declare)
    {
        if (state?.VersionOf(declare.ManifestHash) is not null)
        {
            return Decision.Nothing;
        }

        if (!Name.IsValid(declare.Application.Value))
        {
            return Decision.Reject(RejectionCodes.BadValue, $"An application's name must be {Name.Rule}.");
        }

        if (declare.ManifestHash.Length != HashLength || !declare.ManifestHash.All(char.IsAsciiHexDigit))
        {
            return Decision.Reject(
                RejectionCodes.BadValue,
                    $"Application '{declare.Application}': its hash must be {HashLength} hex digits.");
        }

        var version = (state?.Version ?? 0) + 1;
        return version > MaxVersions
            ? Decision.Reject(
                RejectionCodes.LimitReached, $"Application '{declare.Application}' has {MaxVersions} versions already.")
            : Decision.Of(new ApplicationDeclared(
                declare.Application, version, declare.ManifestHash, declare.Manifest, declare.OccurredAt));
    }
}
