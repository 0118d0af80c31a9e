namespace EdgeFlow.Durable;

/// <summary>How an instance of a workflow stands.</summary>
public enum InstanceStatus
{
    /// <summary>It has started and not ended.</summary>
    Running = 0,

    /// <summary>It ended with an output.</summary>
    Completed = 1,

    /// <summary>It has just started again with a new input.</summary>
    ContinuedAsNew = 2,

    /// <summary>It ended with a failure.</summary>
    Failed = 3,

    /// <summary>It was cancelled.</summary>
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It is scheduled and has not started.</summary>
    Pending = 6,

    /// <summary>It is halted until it is resumed.</summary>
    Suspended = 7,

    /// <summary>It cannot go on with the workers that there are.</summary>
    Stalled = 8,
}
