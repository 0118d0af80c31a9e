using EdgeFlow.Planning.Bounds.Weights;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>The stream jobs of a snapshot, as bounds see them. Batch jobs are left out, as if they took nothing.
/// Immutable.</summary>
internal sealed class BoundProblem
{
    /// <summary>Reads a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="isLarge">Whether to go about it as on a large network; null to go by its size.</param>
    public BoundProblem(NetworkSnapshot snapshot, bool? isLarge = null)
    {
        Network = new IndexedNetwork(snapshot);
        IsLarge = isLarge ?? Network.NodeCount > ExactUpTo;
        Declared =
        [
            .. snapshot.Jobs.OrderBy(j => j.Id).DistinctBy(j => j.Id).Select(j => new IndexedJob(j, Network))
                .Where(j => j.IsStream),
        ];
        Jobs = [.. Declared.Select(j => new IndexedJob(LightestForm.Of(j.Source, Network.Nodes), Network))];
        Loads = new ResourceLoads(Network, ResourceLoads.GrainOf(Jobs));
        (Classes, Nowhere) = new JobClasses(Network).Sort(Jobs);
        JobNumbers = [.. Classes.SelectMany(c => c.Jobs.Keys).Order()];
    }

    /// <summary>
    /// Nodes up to which bounds price whole embeddings too, once those over trees are found; above, a table over two
    /// groups and paths between all pairs of nodes take too long.
    /// </summary>
    public const int ExactUpTo = 160;

    private BoundProblem(BoundProblem whole, bool isLarge, IReadOnlyList<JobClass> classes)
    {
        (Network, Loads, Declared, Jobs) = (whole.Network, whole.Loads, whole.Declared, whole.Jobs);
        (Classes, Nowhere, IsLarge) = (classes, whole.Nowhere, isLarge);
        JobNumbers = [.. Classes.SelectMany(c => c.Jobs.Keys).Order()];
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>Whether the network is too large to price pairs of its nodes.</summary>
    public bool IsLarge { get; }

    /// <summary>What counts as a resource.</summary>
    public ResourceLoads Loads { get; }

    /// <summary>The stream jobs as declared, by id.</summary>
    public IndexedJob[] Declared { get; }

    /// <summary>The same jobs, each task as light as any of its variants.</summary>
    public IndexedJob[] Jobs { get; }

    /// <summary>Their classes.</summary>
    public IReadOnlyList<JobClass> Classes { get; }

    /// <summary>Jobs that no node can host.</summary>
    public IReadOnlyList<int> Nowhere { get; }

    /// <summary>All other jobs.</summary>
    public int[] JobNumbers { get; }

    /// <summary>The same, priced as on a large network.</summary>
    public BoundProblem WithTrees() => new(this, true, Classes);

    /// <summary>The same with a single job, as if it had the network to itself.</summary>
    /// <param name="jobClass">The job's class.</param>
    /// <param name="job">The job's number.</param>
    public BoundProblem Alone(JobClass jobClass, int job) => new(this, IsLarge, [jobClass.Alone(job)]);

    /// <summary>
    /// The common level, in frames a second and unit of weight, that no plan exceeds: one of the jobs wishes no more,
    /// or has a group that is too slow on every node.
    /// </summary>
    public double MostLevel => Classes.Min(c => Math.Min(
        c.Possible() / c.Job.Weight, c.Jobs.Keys.Min(j => MostOf(Jobs[j]) / Jobs[j].Weight)));

    /// <summary>The resources that have a capacity to be priced.</summary>
    public IEnumerable<int> Priced() => Enumerable.Range(0, Loads.Count).Where(
        r => Loads.Capacity(r) > 0 && (Network.SharedCompute || r >= Network.NodeCount));

    /// <summary>The cheapest embeddings of a class at some costs.</summary>
    public IPricedEmbedding Cheapest(JobClass jobClass, EmbeddingCosts costs) =>
        IsLarge ? new SpreadEmbedding(jobClass, costs) : new CheapestEmbedding(jobClass, costs);

    /// <summary>The highest rate that a job may have.</summary>
    public static double MostOf(IndexedJob job) =>
        Math.Max(Math.Min(job.WishedRate, IndexedJob.MaxRate), job.RequiredRate);
}
