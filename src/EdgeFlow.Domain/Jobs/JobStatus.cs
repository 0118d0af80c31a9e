namespace EdgeFlow.Domain.Jobs;

/// <summary>Where a job is in its life. Batch and stream jobs share it: <see cref="JobLifecycle"/>.</summary>
public enum JobStatus
{
    /// <summary>Accepted; no planner has looked at it yet.</summary>
    Submitted,

    /// <summary>It cannot be placed now and waits for the network to change.</summary>
    Waiting,

    /// <summary>A plan places it; its stages are being hosted.</summary>
    Planned,

    /// <summary>All its stages are hosted.</summary>
    Running,

    /// <summary>Somebody asked to cancel it; its stages are being stopped.</summary>
    Cancelling,

    /// <summary>End: its result is complete.</summary>
    Completed,

    /// <summary>End: it ended without its result.</summary>
    Failed,

    /// <summary>End: it was cancelled and its stages have stopped.</summary>
    Cancelled,

    /// <summary>End: what it requires cannot be met and it asked not to wait.</summary>
    Refused,
}
