using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Plans.Solves;

/// <summary>One run of the planner with all that it was made of: enough to make it again and compare.
/// Immutable.</summary>
/// <param name="Origin">Who asked.</param>
/// <param name="Trigger">Why, in words.</param>
/// <param name="Attempt">Which attempt at the same trigger, from 1.</param>
/// <param name="Snapshot">The planner's whole input.</param>
/// <param name="Proposal">What the planner answered, before anybody added words to it.</param>
/// <param name="WorkBudget">Counted work that it was allowed; null for a policy that is done at once.</param>
/// <param name="IsWarm">Whether it was made with the memory of plans before; the bytes are the same without.</param>
/// <param name="WallMs">Milliseconds that it took on this machine; they decide nothing.</param>
/// <param name="SolvedAt">When it was done.</param>
public sealed record Solve(
    SolveOrigin Origin, string Trigger, int Attempt, NetworkSnapshot Snapshot, Proposal Proposal, long? WorkBudget,
    bool IsWarm, double WallMs, DateTimeOffset SolvedAt)
{
    private readonly Lazy<byte[]> bytes = new(() => SnapshotCanonical.Bytes(Snapshot));

    /// <summary>The snapshot's canonical bytes, made once.</summary>
    public ReadOnlyMemory<byte> SnapshotBytes => bytes.Value;

    /// <summary>The snapshot's name: the hash that the plan's event carries.</summary>
    public string SnapshotHash => SnapshotCanonical.HashOf(bytes.Value);
}
