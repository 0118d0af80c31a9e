namespace EdgeFlow.Domain.Applications;

/// <summary>
/// A declared application: a DAG of tasks with what it asks by default. Immutable; a valid one is acyclic and its
/// names resolve.
/// </summary>
/// <param name="Name">Its name; with a version number it is unique for ever.</param>
/// <param name="Description">For people; at most 1,000 characters.</param>
/// <param name="Tasks">The tasks, in the manifest's order; ids are unique.</param>
/// <param name="Demand">What a job of it asks where the submission says nothing else.</param>
public sealed record ApplicationSpec(
    Ids.ApplicationName Name, string Description, IReadOnlyList<TaskSpec> Tasks, JobDemand Demand);
