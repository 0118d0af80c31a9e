using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Scheduling.Bounds;
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
        Proven(snapshot, PlanRounds.Run(snapshot, s => (policy ?? Default).Plan(s, seed)));

    /// <summary>Plans by tier 0 with what the caller keeps between plans, so that a plan costs what has
    /// changed.</summary>
    /// <param name="snapshot">The whole input.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="memory">The caller's memory, of this and earlier plans.</param>
    /// <returns>The same bytes as without a memory.</returns>
    public static Proposal Plan(NetworkSnapshot snapshot, ulong seed, PlanMemory memory) =>
        Proven(snapshot, PlanRounds.Run(snapshot, s => Default.Plan(s, seed, memory)));

    /// <summary>A plan made for the makespan, with its bound and what proves it; any other plan as it is.</summary>
    /// <param name="snapshot">The input as it was given, with all variants.</param>
    /// <param name="proposal">The plan.</param>
    internal static Proposal Proven(NetworkSnapshot snapshot, Proposal proposal) =>
        snapshot.Options.Objective == Objective.Makespan
            && MakespanCertificate.Find(snapshot, MakespanCertificate.PlanWork) is { } certificate
            ? proposal with { Report = proposal.Report with { Bound = certificate.Bound, Certificate = certificate } }
            : proposal;
}
