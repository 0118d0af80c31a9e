using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Plans;

/// <summary>What a plan decides for one job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Epoch">
/// The plan revision that last changed this job: what directives and reports carry, for fencing.
/// </param>
/// <param name="Placements">Task → node and variant, by task id.</param>
/// <param name="Routes">Flow → links, by flow; co-located flows have no links.</param>
/// <param name="Allocations">Bandwidth of each flow that crosses a link, by flow.</param>
/// <param name="Rate">Stream: the rate granted; batch: 0.</param>
/// <param name="Span">Stream: latency of a frame; batch: makespan.</param>
public sealed record JobPlan(
    JobId Job, int Epoch, IReadOnlyList<Placement> Placements, IReadOnlyList<Route> Routes,
    IReadOnlyList<Allocation> Allocations, FrameRate Rate, Milliseconds Span);
