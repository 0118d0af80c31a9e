using System.Text.Json;

namespace EdgeFlow.Protocol.Jobs;

/// <summary>
/// Runs a job again: <c>POST /v1/jobs/{job}/rerun</c>, answered 202 with the new job's <c>Location</c>. With nothing in
/// it the whole job is computed again. Otherwise a batch job keeps every earlier output that would be computed from the
/// same stage, model, parameters and input bytes; a stream always begins with its first frame.
/// </summary>
/// <param name="Job">The new job's id; null to have one made.</param>
/// <param name="From">Batch: this task and everything after it is computed.</param>
/// <param name="Version">Another version of the application; null for the same.</param>
/// <param name="Parameters">Stage parameters that replace those of the earlier run: task → object.</param>
public sealed record JobRerun(
    string? Job = null, string? From = null, int? Version = null,
    IReadOnlyDictionary<string, JsonElement>? Parameters = null);
