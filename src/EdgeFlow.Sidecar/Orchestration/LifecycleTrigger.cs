namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>What can move a workflow instance from one status to another.</summary>
internal enum LifecycleTrigger
{
    /// <summary>A worker finished a turn without ending the workflow.</summary>
    Turned,

    /// <summary>A client asked to hold the workflow.</summary>
    Suspend,

    /// <summary>A client asked to go on.</summary>
    Resume,

    /// <summary>No connected worker has the version that this instance needs.</summary>
    Stall,

    /// <summary>The workflow returned.</summary>
    Complete,

    /// <summary>The workflow threw, or the sidecar gave up on it.</summary>
    Fail,

    /// <summary>A client or a parent ended it.</summary>
    Terminate,

    /// <summary>The workflow reported that it was cancelled.</summary>
    Cancel,
}
