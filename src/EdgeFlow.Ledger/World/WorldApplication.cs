using System.Collections.Immutable;
using EdgeFlow.Domain.Applications;
using EdgeFlow.EventStore;

namespace EdgeFlow.Ledger.World;

/// <summary>An application with all its versions. Immutable.</summary>
/// <param name="State">Its state; the version of its stream is that of the newest manifest.</param>
/// <param name="Versions">What each version declares; the first is version 1.</param>
public sealed record WorldApplication(ApplicationState State, ImmutableList<DeclaredVersion> Versions)
{
    /// <summary>Whose it is.</summary>
    public string Tenant { get; init; } = Tenancy.Default;
}
