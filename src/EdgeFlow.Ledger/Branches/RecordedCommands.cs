using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using EdgeFlow.Ledger.World;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// The commands that recorded events answered, so that a branch gives them to the same deciders in its own state. In
/// the state that they were decided in they give the same events again. Pure.
/// </summary>
internal static class RecordedCommands
{
    /// <summary>Whether an event was decided by planning; a branch decides that by itself.</summary>
    public static bool IsDecision(IEvent change) => change is PlanAdopted or JobPlanned or JobQueued or JobRefused;

    /// <summary>The job that an event tells the execution of, which depends on its plan; null for any other.</summary>
    public static JobId? ExecutionOf(IEvent change) => change switch
    {
        JobStarted e => e.Job,
        TaskCompleted e => e.Job,
        TaskFailed e => e.Job,
        TaskReopened e => e.Job,
        JobCompleted e => e.Job,
        _ => null,
    };

    /// <summary>The command; null for what only planning decides and for what is not known here.</summary>
    /// <param name="change">The recorded event.</param>
    /// <param name="world">The branch's world: what was reported under an epoch is reported under its own.</param>
    public static object? Of(IEvent change, WorldState world) => change switch
    {
        ApplicationDeclared e => new DeclareApplication(e.Application, e.ManifestHash, e.Manifest, e.OccurredAt),
        NodeRegistered e => new RegisterNode(e.Node, e.Incarnation, e.Capacity, e.Address, false, e.OccurredAt),
        NodeLost e => new LoseNode(e.Node, e.Incarnation, e.LastHeardAt, e.Reason, e.OccurredAt),
        NodeReturned e => new HearNode(e.Node, e.Incarnation, e.OccurredAt),
        NodeDrained e => new DrainNode(e.Node, e.Reason, e.OccurredAt),
        NodeLeft e => new LeaveNode(e.Node, IncarnationOf(e.Node, world), e.OccurredAt),
        StageProfiled e => new RecordProfile(
            e.Node, e.StageHash, e.NodeKind, e.MedianMs, e.P95Ms, e.OutputBytes, e.OccurredAt)
        {
            ModelHash = e.ModelHash,
        },
        LinkDeclared e => new DeclareLink(
            e.Link, e.A, e.B, e.Capacity, e.Delay, e.OccurredAt, e.PricePerGigabyte),
        LinkDegraded e => new DegradeLink(e.Link, e.Capacity, e.Reason, e.OccurredAt),
        LinkRestored e => new RestoreLink(e.Link, e.OccurredAt),
        LinkRemoved e => new RemoveLink(e.Link, e.OccurredAt),
        PlannerSettingsChanged e => new ChangePlannerSettings(e.Settings, e.Source, e.OccurredAt),
        ControlPlaneConfigured e => new NoteStart(e.Options, e.OccurredAt),
        _ => OfJob(change, world),
    };

    private static JobCommand? OfJob(IEvent change, WorldState world) => change switch
    {
        JobSubmitted e => new SubmitJob(
            e.Job, e.Application, e.Version, e.Demand, TasksOf(e, world), e.Parameters, e.OccurredAt)
        {
            Rerun = e.Rerun,
        },
        JobStarted e => new StartJob(e.Job, EpochOf(e.Job, world), e.OccurredAt),
        TaskCompleted e => new CompleteTask(
            e.Job, e.Task, e.Attempt, EpochOf(e.Job, world), e.Node, e.Output, e.OutputBytes, e.ElapsedMs,
            e.OccurredAt)
        {
            ModelHash = e.ModelHash,
        },
        TaskFailed e => new FailTask(
            e.Job, e.Task, e.Attempt, EpochOf(e.Job, world), e.Node, e.ErrorType, e.Reason, e.OccurredAt),
        TaskReopened e => new ReopenTask(e.Job, e.Task, EpochOf(e.Job, world), e.Reason, e.OccurredAt),
        JobCompleted e => new CompleteJob(e.Job, EpochOf(e.Job, world), e.Frames, e.Frames, e.OccurredAt),
        JobFailed e => new FailJob(e.Job, EpochOf(e.Job, world), e.ErrorType, e.Reason, e.OccurredAt),
        JobCancelRequested e => new CancelJob(e.Job, e.Actor, e.OccurredAt),
        JobCancelled e => new ConfirmCancel(e.Job, e.OccurredAt),
        PersonalDataDestroyed e => new DestroyPersonalData(e.Job, e.OccurredAt),
        _ => null,
    };

    private static int EpochOf(JobId job, WorldState world) => world.Jobs.GetValueOrDefault(job)?.State.Epoch ?? 0;

    private static string IncarnationOf(NodeId node, WorldState world) =>
        world.Nodes.GetValueOrDefault(node)?.State.Incarnation ?? "";

    // The first submissions did not name their tasks; their application does.
    private static IReadOnlyList<TaskId> TasksOf(JobSubmitted submitted, WorldState world)
    {
        if (submitted.Tasks.Count > 0)
        {
            return submitted.Tasks;
        }

        var versions = world.Applications.GetValueOrDefault(submitted.Application)?.Versions;
        return versions is not null && submitted.Version >= 1 && submitted.Version <= versions.Count
            ? [.. versions[submitted.Version - 1].Spec.Tasks.Select(task => task.Id)]
            : [];
    }
}
