using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>The stream jobs of a snapshot, as bounds see them. Batch jobs are left out, as if they took nothing.
/// Immutable.</summary>
internal sealed class BoundProblem
{
    public BoundProblem(NetworkSnapshot snapshot)
    {
        Network = new IndexedNetwork(snapshot);
        Declared =
        [
            .. snapshot.Jobs.OrderBy(j => j.Id).DistinctBy(j => j.Id).Select(j => new IndexedJob(j, Network))
                .Where(j => j.IsStream),
        ];
        Jobs = [.. Declared.Select(j => new IndexedJob(LightestForm.Of(j.Source, Network.Nodes), Network))];
        Loads = new ResourceLoads(Network, ResourceLoads.GrainOf(Jobs));
        (Classes, Nowhere) = JobClass.Sort(Network, Jobs);
        JobNumbers = [.. Classes.SelectMany(c => c.Jobs.Keys).Order()];
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

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

    /// <summary>The highest rate that a job may have.</summary>
    public static double MostOf(IndexedJob job) =>
        Math.Max(Math.Min(job.WishedRate, IndexedJob.MaxRate), job.RequiredRate);
}
