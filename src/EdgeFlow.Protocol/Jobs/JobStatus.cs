namespace EdgeFlow.Protocol.Jobs;

/// <summary>Where a job is in its life.</summary>
public enum JobStatus
{
    /// <summary>Submitted; no plan has looked at it yet.</summary>
    Submitted,

    /// <summary>It cannot be placed now and waits.</summary>
    Waiting,

    /// <summary>A plan places it; its stages are being hosted.</summary>
    Planned,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its result is complete.</summary>
    Completed,

    /// <summary>It ended without its result.</summary>
    Failed,

    /// <summary>Somebody asked to cancel it; its stages are being stopped.</summary>
    Cancelling,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It could not be placed and asked not to wait.</summary>
    Refused,
}
