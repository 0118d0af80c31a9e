using System.Text.Json;

namespace EdgeFlow.Protocol.Jobs;

/// <summary>Runs an application: <c>POST /v1/jobs</c>, answered 202 with the job's <c>Location</c>. What is null is as
/// the application says.</summary>
/// <param name="Application">The application's name.</param>
/// <param name="Version">Its version; null for the newest.</param>
/// <param name="Job">The job's id; null to have one made.</param>
/// <param name="Mode"><c>batch</c> or <c>stream</c>.</param>
/// <param name="Frames">How many frames the source makes.</param>
/// <param name="RequiredRate">Frames a second below which the job is of no use.</param>
/// <param name="WishedRate">Frames a second above which more is of no use.</param>
/// <param name="LatencyBoundMs">Longest time of a frame from source to sink.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="WhenInfeasible"><c>wait</c> or <c>refuse</c>.</param>
/// <param name="Parameters">Stage parameters that replace the manifest's: task → object.</param>
/// <param name="PricePerHour">Most that the stream may cost an hour.</param>
/// <param name="Watts">Most power that its computation may draw above idle.</param>
/// <param name="Accuracy">Least product of the tasks' accuracies, above 0 and at most 1.</param>
public sealed record JobSubmission(
    string Application, int? Version = null, string? Job = null, string? Mode = null, long? Frames = null,
    double? RequiredRate = null, double? WishedRate = null, double? LatencyBoundMs = null, int? Priority = null,
    string? WhenInfeasible = null, IReadOnlyDictionary<string, JsonElement>? Parameters = null,
    double? PricePerHour = null, double? Watts = null, double? Accuracy = null);
