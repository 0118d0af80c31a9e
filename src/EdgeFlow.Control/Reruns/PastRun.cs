using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>A run as it can be repeated.</summary>
/// <param name="State">The job.</param>
/// <param name="Declared">The version of the application that it ran, as declared.</param>
/// <param name="Results">Batch: the outputs that it made or kept; empty for a stream.</param>
/// <param name="Tenant">Whose it is, as <c>tenant_id</c> has it.</param>
public sealed record PastRun(
    JobState State, ApplicationSpec Declared, IReadOnlyList<PastResult> Results, string? Tenant);
