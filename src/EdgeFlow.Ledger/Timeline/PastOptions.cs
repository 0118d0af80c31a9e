using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Settings;
using EdgeFlow.Protocol.State;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>By what was decided in a world, on the wire. Pure.</summary>
internal static class PastOptions
{
    /// <summary>The options in force; null for a tenant's caller, whom they are not told.</summary>
    /// <param name="world">The world.</param>
    /// <param name="tenant">Whose caller asks; null for everybody's.</param>
    public static OptionsInForce? Of(WorldState world, string? tenant)
    {
        var set = world.Settings;
        return tenant is not null ? null : new OptionsInForce(
            world.Started is { } started ? Started(started) : null,
            new PlannerSettings(
                set.Policy, set.Objective, set.MostMoved, set.ImproveAfterSeconds, set.ImproveWork));
    }

    /// <summary>The options in force after an event that changed them; null after any other.</summary>
    /// <param name="before">The world before it.</param>
    /// <param name="after">The world after it.</param>
    /// <param name="tenant">Whose caller asks; null for everybody's.</param>
    public static OptionsInForce? Change(WorldState before, WorldState after, string? tenant) =>
        ReferenceEquals(before.Started, after.Started) && ReferenceEquals(before.Settings, after.Settings)
            ? null : Of(after, tenant);

    private static StartedWith Started(Domain.Settings.StartOptions options)
    {
        var (planning, leases) = (options.Planning, options.Leases);
        return new StartedWith(
            options.Program, options.Policies,
            new PlanningStart(
                planning.Policy, planning.Seed, planning.Compute, planning.Duplex, planning.Objective,
                planning.MostMoved, planning.FullMesh, planning.MeshBitsPerSecond, planning.MeshDelayMs,
                planning.ProfilePauseMs, planning.ImproveAfterSeconds, planning.ImproveWork, planning.DefaultWorkGmac,
                planning.DefaultFrameBytes, planning.DefaultBatchFrames),
            new LeaseStart(
                leases.LeaseMs, leases.HeartbeatMs, leases.SuspectAfterMs, leases.ProbeLimitMs, leases.TickMs,
                leases.StartGraceMs, leases.FlapWindowMs, leases.MaxStretch, leases.LeaderLeaseMs,
                leases.LeaderRenewalMs));
    }
}
