using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning;

/// <summary>
/// A way to plan. Synchronous, total and deterministic: the same snapshot and seed give the same bytes.
/// </summary>
public interface IPolicy
{
    /// <summary>Name and version, e.g. <c>tier0/1</c>; a changed algorithm gets a new version.</summary>
    string Name { get; }

    /// <summary>Makes a plan for every job of the snapshot that can be placed.</summary>
    /// <param name="snapshot">The whole input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <returns>
    /// The plan and how it came about. Never throws for a valid snapshot; what cannot be placed waits, with the
    /// reason.
    /// </returns>
    Proposal Plan(NetworkSnapshot snapshot, ulong seed);
}
