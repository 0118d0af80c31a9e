namespace EdgeFlow.Protocol;

/// <summary>
/// Names of workflows, activities and external events, as they stand in durable histories: never rename one.
/// </summary>
public static class WorkflowNames
{
    /// <summary>The workflow of a job; its instance id is the job's id.</summary>
    public const string Job = "job";

    /// <summary>
    /// Activity on a node: hosts the stages of a stream job. <see cref="Directives.HostDirective"/> → <see
    /// cref="Directives.HostReport"/>.
    /// </summary>
    public const string HostStages = "host-stages";

    /// <summary>Activity on a node: stops a job's stages. <see cref="Directives.StopDirective"/> → nothing.</summary>
    public const string StopStages = "stop-stages";

    /// <summary>
    /// Activity on a node: runs a task of a batch job. <see cref="Directives.TaskDirective"/> → <see
    /// cref="Directives.TaskReport"/>.
    /// </summary>
    public const string RunTask = "run-task";

    /// <summary>
    /// Activity on a node: whether a kept result is still what it would compute. <see cref="Directives.KeptDirective"/>
    /// → true.
    /// </summary>
    public const string CheckKept = "check-kept";

    /// <summary>
    /// External event to a job's workflow: a plan with a new epoch for it was adopted. Payload: the epoch.
    /// </summary>
    public const string PlanChanged = "plan-changed";

    /// <summary>External event to a job's workflow: every frame's result is stored.</summary>
    public const string ResultsComplete = "results-complete";

    /// <summary>External event to a job's workflow: it was asked to cancel.</summary>
    public const string CancelRequested = "cancel-requested";
}
