using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling.Batch;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// EdgeFlow's synchronous policy, run on every event: stream jobs by congestion prices and whole-DAG embedding
/// (<see cref="TierZeroEmbedder"/>), batch jobs by HEFT and a short search (<see cref="BatchEmbedder"/>). Only touched
/// jobs
/// move. Stateless and thread-safe. See docs/planner.md for the model, the cost and the rules.
/// </summary>
public sealed class TierZeroPolicy : IPolicy
{
    /// <inheritdoc/>
    public string Name => "tier0/4";

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed) => Plan(snapshot, seed, new PlanMemory());

    /// <summary>Plans with what the caller kept of earlier plans; the bytes are the same as without.</summary>
    /// <param name="snapshot">The whole input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="memory">The caller's memory.</param>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed, PlanMemory memory) =>
        new PlanSession(snapshot, new TierZeroEmbedder(), new BatchEmbedder(), memory).Run(Name, seed);
}
