using EdgeFlow.Control.Settings;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Control.Replanning;

/// <summary>What the operator decides about planning. Immutable.</summary>
public sealed record PlanningOptions
{
    /// <summary>The name of the policy that answers events when nobody names one.</summary>
    public const string UsualPolicy = "tier0";

    /// <summary>The name of the policy that answers events; null for <see cref="UsualPolicy"/>.</summary>
    public string? Policy { get; init; }

    /// <summary>A policy that holds whatever was set while the control plane ran: a branch's own; null for
    /// none.</summary>
    public string? PinnedPolicy { get; init; }

    /// <summary>An objective that holds whatever was set while the control plane ran: a branch's own; null for
    /// none.</summary>
    public Objective? PinnedObjective { get; init; }

    /// <summary>A reading of links that holds whatever the control plane was started with: a branch's own; null for
    /// none.</summary>
    public DuplexModel? PinnedDuplex { get; init; }

    /// <summary>Whether events are answered by the usual policy, whose plans are searched for better ones.</summary>
    public bool IsUsual => Policy is null || PolicyCatalog.Find(Policy)?.Name == UsualPolicy;

    /// <summary>Which model of compute and links holds.</summary>
    public SnapshotOptions Model { get; init; } = SnapshotOptions.Default;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Connects every node that has no declared link to every other node, so that a first node works out of the box.
    /// Where links are declared they are the whole truth.
    /// </summary>
    public bool FullMesh { get; init; } = true;

    /// <summary>Capacity of such an undeclared link, in bits a second.</summary>
    public long MeshBitsPerSecond { get; init; } = 1_000_000_000;

    /// <summary>Delay of such an undeclared link, in milliseconds.</summary>
    public double MeshDelayMs { get; init; } = 1;

    /// <summary>How long new profiles of stages wait for more of them before a plan is made for them.</summary>
    public TimeSpan ProfilePause { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>How long nothing must have happened before a better plan is looked for; null for never.</summary>
    public TimeSpan? ImproveAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Counted work of such a search: about a third of a second on one core.</summary>
    public long ImproveWork { get; init; } = 20_000_000;

    /// <summary>Work of a frame of a task that declares none and was never profiled, in GMAC.</summary>
    public double DefaultWorkGmac { get; init; } = 1;

    /// <summary>Data of a frame of a flow that declares none and was never measured, in bytes.</summary>
    public long DefaultFrameBytes { get; init; } = 64 * 1024;

    /// <summary>Frames of a batch job whose source does not say how many it has.</summary>
    public long DefaultBatchFrames { get; init; } = 100;

    /// <summary>What a plan of a state is made by: what the control plane of then was started with, or else these
    /// options, and what was set.</summary>
    /// <param name="state">The state.</param>
    public PlanningOptions Under(NetworkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Started(state.Started).Under(state.Settings);
    }

    /// <summary>What the control plane of then was started with; these options where that is not known.</summary>
    /// <param name="start">What it was started with, or null.</param>
    public PlanningOptions Started(PlanningStart? start) =>
        start is null ? this : StartShape.Started(this, start);

    /// <summary>These options with what was set while the control plane ran. A name that this process does not know,
    /// set by a newer one, counts as not set.</summary>
    /// <param name="settings">What was set.</param>
    public PlanningOptions Under(PlannerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var objective = settings.Objective is { } name ? ObjectiveNames.Find(name) : null;
        return this with
        {
            Policy = PinnedPolicy
                ?? (settings.Policy is { } policy && PolicyCatalog.Find(policy) is not null ? policy : Policy),
            Model = Model with
            {
                Objective = PinnedObjective ?? objective ?? Model.Objective,
                Duplex = PinnedDuplex ?? Model.Duplex,
                MostMoved = settings.MostMoved ?? Model.MostMoved,
            },
            ImproveAfter = settings.ImproveAfterSeconds is { } seconds
                ? seconds > 0 ? TimeSpan.FromSeconds(seconds) : null
                : ImproveAfter,
            ImproveWork = settings.ImproveWork ?? ImproveWork,
        };
    }
}
