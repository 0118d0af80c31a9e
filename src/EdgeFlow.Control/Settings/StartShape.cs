using System.Reflection;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Settings;

/// <summary>The options of a control plane as events have them, and back. Pure.</summary>
public static class StartShape
{
    /// <summary>The version of this program, with the commit that it was built from where that is known.</summary>
    public static string Program { get; } =
        typeof(StartShape).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    /// <summary>The policies of this program with their versions, by name.</summary>
    public static IReadOnlyList<string> Policies { get; } =
        [.. PolicyCatalog.All.Select(entry => entry.Make().Name).Order(StringComparer.Ordinal)];

    /// <summary>What a control plane was started with.</summary>
    /// <param name="planning">How it plans.</param>
    /// <param name="leases">When it gives up nodes.</param>
    /// <param name="leader">How it agrees with others on who decides.</param>
    public static StartOptions Of(PlanningOptions planning, LeaseOptions leases, LeaderOptions leader)
    {
        ArgumentNullException.ThrowIfNull(planning);
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(leader);
        return new StartOptions(
            Program, Policies, Of(planning),
            new LeaseStart(
                leases.Lease.TotalMilliseconds, leases.Heartbeat.TotalMilliseconds,
                leases.SuspectAfter.TotalMilliseconds, leases.ProbeLimit.TotalMilliseconds,
                leases.Tick.TotalMilliseconds, leases.StartGrace.TotalMilliseconds,
                leases.FlapWindow.TotalMilliseconds, leases.MaxStretch, leader.Lease.TotalMilliseconds,
                leader.Renewal.TotalMilliseconds));
    }

    /// <summary>How a control plane plans.</summary>
    public static PlanningStart Of(PlanningOptions planning)
    {
        ArgumentNullException.ThrowIfNull(planning);
        var model = planning.Model;
        return new PlanningStart(
            planning.Policy ?? PlanningOptions.UsualPolicy, planning.Seed, NameOf(model.Compute), NameOf(model.Duplex),
            ObjectiveNames.Of(model.Objective), model.MostMoved, planning.FullMesh, planning.MeshBitsPerSecond,
            planning.MeshDelayMs, planning.ProfilePause.TotalMilliseconds, planning.ImproveAfter?.TotalSeconds ?? 0,
            planning.ImproveWork, planning.DefaultWorkGmac, planning.DefaultFrameBytes, planning.DefaultBatchFrames);
    }

    /// <summary>Options with what a control plane was started with in their place; their pins stay. A name that this
    /// process does not know, noted by a newer one, leaves what was there.</summary>
    /// <param name="planning">The options.</param>
    /// <param name="start">What takes their place.</param>
    public static PlanningOptions Started(PlanningOptions planning, PlanningStart start)
    {
        ArgumentNullException.ThrowIfNull(planning);
        ArgumentNullException.ThrowIfNull(start);
        var model = planning.Model;
        return planning with
        {
            Policy = PolicyCatalog.Find(start.Policy) is null ? planning.Policy : start.Policy,
            Model = new SnapshotOptions(
                Find(start.Compute, model.Compute), Find(start.Duplex, model.Duplex),
                ObjectiveNames.Find(start.Objective) ?? model.Objective, start.MostMoved),
            Seed = start.Seed,
            FullMesh = start.FullMesh,
            MeshBitsPerSecond = start.MeshBitsPerSecond,
            MeshDelayMs = start.MeshDelayMs,
            ProfilePause = TimeSpan.FromMilliseconds(start.ProfilePauseMs),
            ImproveAfter = start.ImproveAfterSeconds > 0 ? TimeSpan.FromSeconds(start.ImproveAfterSeconds) : null,
            ImproveWork = start.ImproveWork,
            DefaultWorkGmac = start.DefaultWorkGmac,
            DefaultFrameBytes = start.DefaultFrameBytes,
            DefaultBatchFrames = start.DefaultBatchFrames,
        };
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Find<T>(string name, T otherwise)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (NameOf(value) == name)
            {
                return value;
            }
        }

        return otherwise;
    }
}
