using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Timeline;

/// <summary>A world as it is stored: its states as they are, without manifests, which never change and are looked up.
/// Immutable.</summary>
internal sealed record WorldDocument(
    long Sequence, DateTimeOffset At, IReadOnlyList<ApplicationDocument> Applications,
    IReadOnlyList<Versioned<JobState>> Jobs, IReadOnlyList<Versioned<NodeState>> Nodes,
    IReadOnlyList<Versioned<LinkState>> Links, PlanState? Plan, EndedJobs Ended,
    PlannerSettings Settings, StartOptions? Started);

/// <summary>An application without its manifests.</summary>
internal sealed record ApplicationDocument(ApplicationState State, string Tenant);
