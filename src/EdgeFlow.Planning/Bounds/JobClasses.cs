using System.Text.Json;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Bounds;

/// <summary>
/// Sorts jobs into classes. Jobs that differ only in where their one pinned task may be are the usual case: they are
/// told by their manifests, so that the nodes of all other tasks are looked for once. Not thread-safe.
/// </summary>
internal sealed class JobClasses
{
    private readonly IndexedNetwork _network;
    private readonly long[] _memory;
    private readonly List<JobClass> _classes = [];
    private readonly Dictionary<string, JobClass> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobClass> _byManifest = new(StringComparer.Ordinal);
    private readonly List<int> _nowhere = [];

    public JobClasses(IndexedNetwork network)
    {
        _network = network;
        _memory = [.. network.Nodes.Select(n => n.Capacity.Memory.Value)];
    }

    /// <summary>Sorts all jobs.</summary>
    /// <param name="jobs">The jobs, without those of batch.</param>
    /// <returns>The classes in the order of their first jobs, and the numbers of jobs that can be nowhere.</returns>
    public (IReadOnlyList<JobClass> Classes, IReadOnlyList<int> Nowhere) Sort(IReadOnlyList<IndexedJob> jobs)
    {
        for (var j = 0; j < jobs.Count; j++)
        {
            if (jobs[j].Defect is not null || jobs[j].Tasks.Length == 0)
            {
                _nowhere.Add(j);
            }
            else if (!TakeByManifest(j, jobs[j]))
            {
                Take(j, jobs[j]);
            }
        }

        return (_classes, _nowhere);
    }

    private void Take(int number, IndexedJob job)
    {
        if (Grouping.Build(_network, job, _memory).Groups is not { } groups)
        {
            _nowhere.Add(number);
            return;
        }

        var root = Enumerable.Range(0, groups.Count).MinBy(g => (groups.Nodes[g].Length, g));
        var key = JobClass.Key(job, groups, root);
        if (!_byKey.TryGetValue(key, out var jobClass))
        {
            _byKey.Add(key, jobClass = new JobClass(_network, job, groups, root));
            _classes.Add(jobClass);
        }

        jobClass.Jobs.Add(number, groups.Nodes[root]);
        if (PinnedOf(job) is { } pinned && groups.Members[root] is [var only] && only == pinned)
        {
            _byManifest.TryAdd(Manifest(job, pinned), jobClass);
        }
    }

    /// <summary>Takes a job that is like one before it but for the nodes of its pinned task.</summary>
    private bool TakeByManifest(int number, IndexedJob job)
    {
        if (PinnedOf(job) is not { } pinned || !_byManifest.TryGetValue(Manifest(job, pinned), out var jobClass))
        {
            return false;
        }

        var task = job.Tasks[pinned];
        int[] nodes =
        [
            .. task.Constraints.Nodes.Select(_network.NodeOf).Where(u => u >= 0).Distinct().Order()
                .Where(u => NodeFilter.FirstUnmet(task, _network.Nodes[u], _memory[u]) < 0),
        ];

        // With more nodes than the job before it, another group might be the root.
        if (nodes.Length == 0 || nodes.Length > jobClass.Jobs.Values.First().Length)
        {
            return false;
        }

        jobClass.Jobs.Add(number, nodes);
        return true;
    }

    private static int? PinnedOf(IndexedJob job)
    {
        int? pinned = null;
        for (var i = 0; i < job.Tasks.Length; i++)
        {
            if (job.Tasks[i].Constraints.Nodes.Count > 0)
            {
                if (pinned is not null)
                {
                    return null;
                }

                pinned = i;
            }
        }

        return pinned;
    }

    private static string Manifest(IndexedJob job, int pinned)
    {
        var task = job.Tasks[pinned];
        SnapshotTask[] tasks =
        [
            .. job.Tasks.Select((t, i) => i == pinned
                ? task with { Constraints = task.Constraints with { Nodes = [] } } : t),
        ];
        return JsonSerializer.Serialize((job.Weight, pinned, tasks, job.Source.Flows), s_options);
    }

    private static readonly JsonSerializerOptions s_options = new(DomainJson.Options) { IncludeFields = true };
}
