using System.Text.Json.Serialization;
using EdgeFlow.Planning.Bounds.Cuts;
using EdgeFlow.Planning.Scheduling.Bounds;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Dual prices that prove an upper bound of the objective: weak duality of the relaxation in which a job may be spread
/// over many embeddings. Whoever knows the cheapest embedding of each job at these prices can redo the arithmetic; how
/// is said in docs/planner/bounds.md. A certificate holds for one snapshot.
/// </summary>
/// <param name="Objective">The objective that it bounds.</param>
/// <param name="Bound">The bound: no plan of the snapshot has a higher value.</param>
/// <param name="Method">How the prices were found, e.g. <c>column generation</c>; it proves nothing.</param>
/// <param name="Prices">Prices of nodes, links and memory, by resource; those not listed are 0.</param>
/// <param name="JobPrices">
/// Prices of the jobs' own limits, by job; empty for max-min, where the bound itself is the rate at which the cheapest
/// embeddings cost more than all resources together.
/// </param>
/// <param name="Work">Counted work spent on it.</param>
/// <param name="Makespan">What a bound of the makespan counts; null under every other objective.</param>
/// <param name="Cuts">Rates that single jobs cannot exceed, each with a proof of its own; null for none.</param>
public sealed record Certificate(
    Objective Objective, double Bound, string Method, IReadOnlyList<ResourcePrice> Prices,
    IReadOnlyList<JobPrice> JobPrices, long Work = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MakespanShare? Makespan = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RateCut>? Cuts = null);
