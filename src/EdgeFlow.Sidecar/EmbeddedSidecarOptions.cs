namespace EdgeFlow.Sidecar;

/// <summary>
/// The limits and names of the embedded sidecar. Immutable; every queue, retry and timeout has its limit here.
/// </summary>
public sealed record EmbeddedSidecarOptions
{
    /// <summary>The PostgreSQL connection string. The sidecar keeps everything in the schema <c>workflow</c>.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// The address, for example <c>http://10.0.0.5:50001</c>, at which peers on the same database reach this
    /// process's gRPC port. A process that does not own the instances passes calls on to the owner's address.
    /// Left empty, <see cref="Hosting.EmbeddedSidecar"/> takes the bound address, which is right on one machine only.
    /// </summary>
    public string AdvertisedAddress { get; init; } = "";

    /// <summary>The application of callers that send no <c>dapr-app-id</c>.</summary>
    public string DefaultAppId { get; init; } = "edgeflow";

    /// <summary>The value that callers must send as <c>dapr-api-token</c>; null or empty: none is asked.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The largest request, and the largest answer passed on from a peer, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Work items one worker stream may hold at once. The JavaScript SDK drops what exceeds its queue of 100.
    /// </summary>
    public int MaxOutstandingPerStream { get; init; } = 100;

    /// <summary>How often a work item may be lost with its worker before it fails for good.</summary>
    public int MaxLostDeliveries { get; init; } = 10;

    /// <summary>
    /// After this many losses an item is a suspect: a stream holds at most one of them, so that the one that kills
    /// its worker does not wear out the others.
    /// </summary>
    public int SuspectAfterLosses { get; init; } = 3;

    /// <summary>
    /// How long a worker may keep a turn before it is dispatched again. Turns only replay; they are short.
    /// </summary>
    public TimeSpan TurnLease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long what led to a turn (a start, an activity's result, an event, a timer) waits for the worker's answer to
    /// the turn before it is stored by itself, so that both are stored at once. It delays only who waits to hear that
    /// it is durable.
    /// </summary>
    public TimeSpan TurnPatience { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Unfinished instances at once; more are refused with RESOURCE_EXHAUSTED.</summary>
    public int MaxUnfinishedInstances { get; init; } = 100_000;

    /// <summary>
    /// Events that may wait for one instance; more raised events are refused with RESOURCE_EXHAUSTED.
    /// </summary>
    public int MaxInboxEvents { get; init; } = 10_000;

    /// <summary>Actions in one answer of a worker; more are refused.</summary>
    public int MaxActionsPerTurn { get; init; } = 10_000;

    /// <summary>
    /// The history of one execution in bytes; beyond it the workflow fails and should continue as new.
    /// </summary>
    public long MaxHistoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// How long the ownership lasts without a renewal or a commit: an owner that hangs is replaced after that. One
    /// whose process is gone is replaced at the next <see cref="OwnershipBeat"/> of another, or at the start of one.
    /// </summary>
    public TimeSpan OwnershipLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the owner renews and the others look.</summary>
    public TimeSpan OwnershipBeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For how long after PostgreSQL's own start an owner without a session counts as being on its way back, and not as
    /// dead. Zero where the server starts with this process, so that no other owner can have outlived it.
    /// </summary>
    public TimeSpan OwnerReturn { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a commit is tried again while PostgreSQL is away; then the ownership is given up.</summary>
    public TimeSpan CommitOutageLimit { get; init; } = TimeSpan.FromSeconds(60);
}
