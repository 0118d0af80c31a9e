using System.Collections.Immutable;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications;

/// <summary>
/// An application as its events tell it. Immutable; made by <see cref="ApplicationDecider.Evolve"/> only.
/// </summary>
/// <param name="Application">Its name.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Hashes">Hash of each version's manifest; the first is version 1.</param>
/// <param name="Manifest">The newest version's canonical manifest.</param>
public sealed record ApplicationState(
    ApplicationName Application, ApplicationStatus Status, ImmutableList<string> Hashes, string Manifest)
{
    /// <summary>The newest version.</summary>
    public int Version => Hashes.Count;

    /// <summary>The version that has this manifest, or null.</summary>
    public int? VersionOf(string manifestHash) => Hashes.IndexOf(manifestHash) is var index and >= 0 ? index + 1 : null;
}
