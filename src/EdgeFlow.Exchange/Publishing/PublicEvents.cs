using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Network;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Settings;
using static EdgeFlow.Exchange.Publishing.PublicFields;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>
/// The whole table of what others may see of the events, on one page. What is not named here stays inside: manifests,
/// parameters, addresses, incarnations, artifacts' hashes, profiles, and who asked.
/// </summary>
public static class PublicEvents
{
    /// <summary>Every public type, by aggregate.</summary>
    public static ImmutableArray<PublicEventType> All { get; } =
    [
        Type<ApplicationDeclared>(
            "application.declared", "A version of an application was declared.", e => e.Application.Value,
            Text<ApplicationDeclared>("application", "Its name.", e => e.Application.Value),
            Whole<ApplicationDeclared>("version", "1 for the first, one more for each that differs.", e => e.Version),
            Text<ApplicationDeclared>("manifestHash", "SHA-256 of its canonical manifest, in hex.",
                e => e.ManifestHash)),

        Type<JobSubmitted>(
            "job.submitted", "A job was submitted.", e => e.Job.Value,
            Job<JobSubmitted>(e => e.Job),
            Text<JobSubmitted>("application", "The application that it runs.", e => e.Application.Value),
            Whole<JobSubmitted>("version", "The application's version.", e => e.Version),
            Text<JobSubmitted>("mode", "batch or stream.", e => e.Demand.Mode == JobMode.Batch ? "batch" : "stream"),
            Whole<JobSubmitted>("priority", "0 to 100, higher first.", e => e.Demand.Priority),
            Text<JobSubmitted>("rerunOf", "The job that it repeats.", e => e.Rerun?.Job.Value, isOptional: true)),
        Type<JobQueued>(
            "job.queued", "A job cannot be placed now and waits.", e => e.Job.Value,
            Job<JobQueued>(e => e.Job), Pointer<JobQueued>(e => e.Pointer), Reason<JobQueued>(e => e.Reason)),
        Type<JobRefused>(
            "job.refused", "A job was refused: what it requires cannot be met.", e => e.Job.Value,
            Job<JobRefused>(e => e.Job), Pointer<JobRefused>(e => e.Pointer), Reason<JobRefused>(e => e.Reason)),
        Type<JobPlanned>(
            "job.planned", "A plan places a job, or places it anew.", e => e.Job.Value,
            Job<JobPlanned>(e => e.Job), Epoch<JobPlanned>(e => e.Epoch)),
        Type<JobStarted>(
            "job.started", "All stages of a job are hosted: it runs.", e => e.Job.Value,
            Job<JobStarted>(e => e.Job), Epoch<JobStarted>(e => e.Epoch)),
        Type<JobCompleted>(
            "job.completed", "A job's result is complete.", e => e.Job.Value,
            Job<JobCompleted>(e => e.Job),
            Whole<JobCompleted>("frames", "Frames that came out, each counted once.", e => e.Frames)),
        Type<JobFailed>(
            "job.failed", "A job ended without its result.", e => e.Job.Value,
            Job<JobFailed>(e => e.Job), ErrorType<JobFailed>(e => e.ErrorType), Reason<JobFailed>(e => e.Reason)),
        Type<JobCancelRequested>(
            "job.cancel-requested", "Somebody asked to cancel a job.", e => e.Job.Value,
            Job<JobCancelRequested>(e => e.Job)),
        Type<JobCancelled>(
            "job.cancelled", "A job was cancelled and its stages stopped.", e => e.Job.Value,
            Job<JobCancelled>(e => e.Job)),
        Type<PersonalDataDestroyed>(
            "job.personal-data-destroyed", "The key of a job's personal data was destroyed.", e => e.Job.Value,
            Job<PersonalDataDestroyed>(e => e.Job)),

        Type<TaskCompleted>(
            "task.completed", "A task of a batch job ended well.", e => e.Job.Value,
            Job<TaskCompleted>(e => e.Job), Task<TaskCompleted>(e => e.Task), Attempt<TaskCompleted>(e => e.Attempt),
            Epoch<TaskCompleted>(e => e.Epoch), Node<TaskCompleted>(e => e.Node),
            Whole<TaskCompleted>("outputBytes", "Size of its output.", e => e.OutputBytes),
            Number<TaskCompleted>("elapsedMs", "How long it computed, in milliseconds.", e => e.ElapsedMs)),
        Type<TaskFailed>(
            "task.failed", "An attempt at a task failed.", e => e.Job.Value,
            Job<TaskFailed>(e => e.Job), Task<TaskFailed>(e => e.Task), Attempt<TaskFailed>(e => e.Attempt),
            Epoch<TaskFailed>(e => e.Epoch), Node<TaskFailed>(e => e.Node),
            ErrorType<TaskFailed>(e => e.ErrorType), Reason<TaskFailed>(e => e.Reason)),
        Type<TaskReopened>(
            "task.reopened", "The output of a task is gone: it has to be done again.", e => e.Job.Value,
            Job<TaskReopened>(e => e.Job), Task<TaskReopened>(e => e.Task), Epoch<TaskReopened>(e => e.Epoch),
            Reason<TaskReopened>(e => e.Reason)),

        Type<NodeRegistered>(
            "node.registered", "A node registered, for the first time or with other properties.", e => e.Node.Value,
            Node<NodeRegistered>(e => e.Node),
            Text<NodeRegistered>("kind", "Kind of machine.", e => e.Capacity.Kind),
            Text<NodeRegistered>("zone", "Its zone; empty for none.", e => e.Capacity.Zone),
            Number<NodeRegistered>("speed", "Work units a second; one is 10⁹ multiplications with addition.",
                e => e.Capacity.Speed.Value),
            Whole<NodeRegistered>("memoryBytes", "Memory for stages.", e => e.Capacity.Memory.Value)),
        Type<NodeLost>(
            "node.lost", "A node is given up: its lease ran out, or its process is gone.", e => e.Node.Value,
            Node<NodeLost>(e => e.Node), Time<NodeLost>("lastHeardAt", "Its last heartbeat.", e => e.LastHeardAt),
            Number<NodeLost>("silentMs", "How long nothing had been heard, in milliseconds.",
                e => e.Silence?.SilentMs, isOptional: true)),
        Type<NodeReturned>(
            "node.returned", "A lost node was heard again.", e => e.Node.Value, Node<NodeReturned>(e => e.Node)),
        Type<NodeDrained>(
            "node.drained", "A node takes no new stages and hands over those it has.", e => e.Node.Value,
            Node<NodeDrained>(e => e.Node), Reason<NodeDrained>(e => e.Reason)),
        Type<NodeLeft>("node.left", "A node said good-bye.", e => e.Node.Value, Node<NodeLeft>(e => e.Node)),

        Type<LinkDeclared>(
            "link.declared", "A link was declared, or its properties changed.", e => e.Link.Value,
            Link<LinkDeclared>(e => e.Link), Text<LinkDeclared>("a", "One end.", e => e.A.Value),
            Text<LinkDeclared>("b", "The other end.", e => e.B.Value), Capacity<LinkDeclared>(e => e.Capacity),
            Number<LinkDeclared>("delayMs", "Delay of a passage, in milliseconds.", e => e.Delay.Value)),
        Type<LinkDegraded>(
            "link.degraded", "A link has less than was declared.", e => e.Link.Value,
            Link<LinkDegraded>(e => e.Link), Capacity<LinkDegraded>(e => e.Capacity),
            Reason<LinkDegraded>(e => e.Reason)),
        Type<LinkRestored>(
            "link.restored", "A degraded link has its declared capacity again.", e => e.Link.Value,
            Link<LinkRestored>(e => e.Link)),
        Type<LinkRemoved>(
            "link.removed", "A link was taken away.", e => e.Link.Value, Link<LinkRemoved>(e => e.Link)),

        Type<PlanAdopted>(
            "plan.adopted", "A plan is in force.", _ => "plan",
            Whole<PlanAdopted>("revision", "Its number, 1 and up.", e => e.Revision),
            Whole<PlanAdopted>("parent", "The revision that it was made from.", e => e.Parent),
            Text<PlanAdopted>("trigger", "Why it was made, in words.", e => e.Trigger),
            Whole<PlanAdopted>("changed", "How many jobs it places, or places anew.", e => e.Jobs.Count),
            Whole<PlanAdopted>("departed", "How many jobs left.", e => e.Departed.Count),
            Whole<PlanAdopted>("waiting", "How many jobs could not be placed.", e => e.Waiting.Count)),
    ];

    /// <summary>The events that stay inside, by their stored names: a test asks that every event is in one of the two
    /// lists.</summary>
    public static ImmutableArray<string> Internal { get; } =
    [
        EventCatalog.NameOf(typeof(StageProfiled)), EventCatalog.NameOf(typeof(PlannerSettingsChanged)),
        EventCatalog.NameOf(typeof(ControlPlaneConfigured)),
    ];

    private static readonly FrozenDictionary<Type, PublicEventType> BySource =
        All.ToFrozenDictionary(type => type.Source);

    /// <summary>The stored names of the events that are public.</summary>
    public static string[] StoredNames => [.. All.Select(type => type.Stored)];

    /// <summary>The public type of an event; null when it stays inside.</summary>
    /// <param name="entry">The event.</param>
    internal static PublicEventType? Of(IEvent entry) => BySource.GetValueOrDefault(entry.GetType());

    private static PublicEventType Type<T>(
        string name, string meaning, Func<T, string> subject, params ImmutableArray<PublicField> fields)
        where T : IEvent => new(typeof(T), name, meaning, entry => subject((T)entry), fields);
}
