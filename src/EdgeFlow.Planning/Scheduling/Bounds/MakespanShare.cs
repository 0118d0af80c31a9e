using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// Which tasks a proof of the makespan counts: those of one batch job that can neither start before
/// <see cref="Since"/> nor leave less than <see cref="Rest"/> after them, or the tasks of all batch jobs. The prices of
/// the certificate are those of a second of each node and sum to 1; where it has none, the longest compulsory way of
/// the job is the proof. See docs/planner/batch.md. Immutable.
/// </summary>
/// <param name="Since">In seconds from now.</param>
/// <param name="Rest">In seconds before the end.</param>
/// <param name="Job">The job; null for all, and then <see cref="Since"/> and <see cref="Rest"/> are 0.</param>
public sealed record MakespanShare(
    double Since, double Rest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobId? Job = null);
