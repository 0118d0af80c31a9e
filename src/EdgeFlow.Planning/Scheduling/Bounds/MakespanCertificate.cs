using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Scheduling.Bounds;

/// <summary>
/// What no plan of a snapshot can beat under <see cref="Objective.Makespan"/>: the greatest of each batch job's own
/// bound, as if it were alone (<see cref="AloneProblem"/>), and of the load of all of them together. Stateless.
/// </summary>
internal static class MakespanCertificate
{
    /// <summary>Counted work up to which a plan carries its certificate; an event must not wait for a proof.</summary>
    public const long PlanWork = 2_000_000;

    /// <summary>Finds it.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="work">Counted work that may be spent.</param>
    /// <returns>The certificate; null without a batch job that some nodes could host, or where it would take more
    /// work.</returns>
    public static Certificate? Find(NetworkSnapshot snapshot, long work)
    {
        var network = new IndexedNetwork(snapshot);
        IndexedJob[] jobs =
        [
            .. ById.FirstOfEach(snapshot.Jobs, j => j.Id).Where(j => j.Demand.Mode == JobMode.Batch)
                .Select(j => new IndexedJob(LightestForm.Of(j, network.Nodes), network))
                .Where(j => j.Defect is null && j.Tasks.Length > 0),
        ];
        var cost = CostOf(network, jobs);
        if (jobs.Length == 0 || network.NodeCount == 0 || cost > work)
        {
            return null;
        }

        // A job that can run nowhere waits under every plan, whose value is then 0.
        var ways = new ShortestWays(network);
        var bounds = jobs.Select(j => (Job: j, Bound: MakespanBounds.Of(AloneProblem.Of(network, j, ways))))
            .Where(b => double.IsFinite(b.Bound.Value)).ToList();
        if (bounds.Count == 0)
        {
            return null;
        }

        var (job, best) = bounds.MaxBy(b => b.Bound.Value);
        var load = MakespanBounds.Of(AloneProblem.LoadOf(network, [.. bounds.Select(b => b.Job)]));
        return load.Value > best.Value ? Write(network, load, null, cost) : Write(network, best, job, cost);
    }

    private static Certificate Write(IndexedNetwork network, MakespanBound bound, IndexedJob? job, long work)
    {
        var isLoad = bound.Area >= bound.Path && bound.Area > 0;
        return new Certificate(
            Objective.Makespan, ObjectiveValue.OfMakespan([bound.Value]),
            isLoad ? "load of the batch tasks" : "longest compulsory way",
            [
                .. network.Nodes.Select((n, u) => new ResourcePrice($"node {n.Id}", isLoad ? bound.Prices[u] : 0))
                    .Where(p => p.Price > 0),
            ],
            [], work, new MakespanShare(isLoad ? bound.Since : 0, isLoad ? bound.Rest : 0, job?.Id));
    }

    private static long CostOf(IndexedNetwork network, IndexedJob[] jobs)
    {
        var nodes = (long)network.NodeCount;
        return nodes * (nodes + network.Links.Length)
            + jobs.Sum(j => nodes * (j.Tasks.Length + j.Flows.Length * nodes));
    }
}
