using System.Text.Json.Serialization;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Applications;

/// <summary>What a job asks of the planner.</summary>
/// <param name="Mode">Batch or stream.</param>
/// <param name="Required">Stream: the rate below which the job is of no use; null for none.</param>
/// <param name="Wished">Stream: the rate above which more is of no use; null for as fast as possible.</param>
/// <param name="LatencyBound">Longest time from source to sink of a frame; null for none.</param>
/// <param name="Priority">0 to 100, higher first; also its weight (1 + priority) in a shared objective.</param>
/// <param name="Frames">How many frames the source makes; null for all that it has.</param>
/// <param name="WhenInfeasible">What happens when its requirements cannot be met.</param>
/// <param name="Budget">Stream: what it may cost; null for no bound.</param>
/// <param name="Accuracy">
/// Least accuracy of the whole, the product of its tasks' (errors taken as independent, each fatal to a frame); null
/// for none.
/// </param>
public sealed record JobDemand(
    JobMode Mode, FrameRate? Required, FrameRate? Wished, Milliseconds? LatencyBound, int Priority, long? Frames,
    WhenInfeasible WhenInfeasible,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobBudget? Budget = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Accuracy = null);
