namespace EdgeFlow.Protocol.Directives;

/// <summary>
/// Asks a node whether the model that made a kept result still has the bytes that it had then. Another one fails with
/// error type <c>ModelChanged</c>.
/// </summary>
/// <param name="Job">The job that keeps the result.</param>
/// <param name="Epoch">The plan's epoch for the job.</param>
/// <param name="Task">Its task.</param>
/// <param name="Kind">Stage kind.</param>
/// <param name="Model">Model file, or null.</param>
/// <param name="Parameters">Canonical JSON object.</param>
/// <param name="ModelHash">What <see cref="TaskReport.ModelHash"/> was.</param>
public sealed record KeptDirective(
    string Job, int Epoch, string Task, string Kind, string? Model, string Parameters, string ModelHash);
