using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning;

/// <summary>
/// The planner: snapshot and seed in, proposal out. Synchronous, total and deterministic; no clock, I/O or shared
/// state, hence thread-safe. A caller verifies the proposal (<see cref="Verification.PlanVerifier"/>) before adopting
/// it.
/// </summary>
public static class Planner
{
    private static readonly TierZeroPolicy Default = new();

    /// <summary>Plans.</summary>
    /// <param name="snapshot">The whole input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="policy">The policy; null for <see cref="TierZeroPolicy"/>.</param>
    /// <returns>The proposal: plans of all jobs placed, those waiting with the reason, and how it came about.</returns>
    public static Proposal Plan(NetworkSnapshot snapshot, ulong seed, IPolicy? policy = null) =>
        (policy ?? Default).Plan(snapshot, seed);
}
