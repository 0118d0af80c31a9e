namespace EdgeFlow.Durable.Wire;

/// <summary>
/// The HTTP/2 paths of Dapr's workflow service. Paths and field numbers are the contract between the worker and any
/// sidecar; older SDKs call the same service with other message names.
/// </summary>
public static class WorkflowMethods
{
    /// <summary>A greeting that does nothing: it shows that the sidecar answers.</summary>
    public const string Hello = "/TaskHubSidecarService/Hello";

    /// <summary>Creates an instance of a workflow.</summary>
    public const string StartInstance = "/TaskHubSidecarService/StartInstance";

    /// <summary>Reads the state of an instance.</summary>
    public const string GetInstance = "/TaskHubSidecarService/GetInstance";

    /// <summary>Reads the state of an instance once it has started.</summary>
    public const string WaitForInstanceStart = "/TaskHubSidecarService/WaitForInstanceStart";

    /// <summary>Reads the state of an instance once it has ended.</summary>
    public const string WaitForInstanceCompletion = "/TaskHubSidecarService/WaitForInstanceCompletion";

    /// <summary>Sends an external event to an instance.</summary>
    public const string RaiseEvent = "/TaskHubSidecarService/RaiseEvent";

    /// <summary>Ends an instance.</summary>
    public const string TerminateInstance = "/TaskHubSidecarService/TerminateInstance";

    /// <summary>Halts an instance until it is resumed.</summary>
    public const string SuspendInstance = "/TaskHubSidecarService/SuspendInstance";

    /// <summary>Lets a suspended instance go on.</summary>
    public const string ResumeInstance = "/TaskHubSidecarService/ResumeInstance";

    /// <summary>Deletes ended instances.</summary>
    public const string PurgeInstances = "/TaskHubSidecarService/PurgeInstances";

    /// <summary>The stream of work items to a worker.</summary>
    public const string GetWorkItems = "/TaskHubSidecarService/GetWorkItems";

    /// <summary>Reports the outcome of an activity.</summary>
    public const string CompleteActivityTask = "/TaskHubSidecarService/CompleteActivityTask";

    /// <summary>Reports the actions of a workflow turn; the name that every SDK and sidecar version knows.</summary>
    public const string CompleteOrchestratorTask = "/TaskHubSidecarService/CompleteOrchestratorTask";

    /// <summary>Reports the actions of a workflow turn; the newer name.</summary>
    public const string CompleteWorkflowTask = "/TaskHubSidecarService/CompleteWorkflowTask";

    /// <summary>Starts a new instance from a point of another one's history.</summary>
    public const string RerunWorkflowFromEvent = "/TaskHubSidecarService/RerunWorkflowFromEvent";

    /// <summary>Lists the ids of the instances, a page at a time.</summary>
    public const string ListInstanceIds = "/TaskHubSidecarService/ListInstanceIDs";

    /// <summary>Reads the whole history of an instance.</summary>
    public const string GetInstanceHistory = "/TaskHubSidecarService/GetInstanceHistory";
}
