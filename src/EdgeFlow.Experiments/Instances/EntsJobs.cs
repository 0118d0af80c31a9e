using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// The jobs of the ENTS experiments. The thesis names the ten modules only; edges, work and data are the defaults of
/// ents.md §4.1. A task <c>m00</c> of no work, pinned at s_J, is the source of the input flow (A7).
/// </summary>
internal static class EntsJobs
{
    private const int LeastTasks = 5;
    private const int MostTasks = 20;
    private const int MostWidth = 5;

    /// <summary>Object attribute recognition: 1→2, 2→{3..9}, {3..9}→10.</summary>
    public static SnapshotJob Recognition(JobId id, NodeId source, EntsSettings settings)
    {
        const double recognition = 2.7;
        double[] work = [0.05, 0.8, .. Enumerable.Repeat(recognition * settings.Objects, 7), 0.01];
        SnapshotTask[] tasks =
        [
            Source(source), .. work.Select((w, k) => Task($"m{k + 1:00}", w, settings.TaskBytes)),
        ];
        SnapshotFlow[] flows =
        [
            Flow("m00", "m01", settings.InputBytes), Flow("m01", "m02", settings.DetectorBytes),
            .. Enumerable.Range(3, 7).Select(k => Flow("m02", $"m{k:00}", 98_000L * settings.Objects)),
            .. Enumerable.Range(3, 7).Select(k => Flow($"m{k:00}", "m10", 8_000L * settings.Objects)),
        ];
        return Job(id, tasks, flows);
    }

    /// <summary>
    /// 5 to 20 tasks in layers of 1 to 5; each reads one or two tasks of the layer before. Work from 0.01 to 3 GMAC and
    /// data from 5 to 500 KB, evenly by their logarithms; memory as much a job as the recognition.
    /// </summary>
    public static SnapshotJob RandomLayers(JobId id, NodeId source, EntsSettings settings, SplitMix random)
    {
        var count = LeastTasks + random.Below(MostTasks - LeastTasks + 1);
        var tasks = new List<SnapshotTask> { Source(source) };
        var flows = new SortedDictionary<(int From, int To), SnapshotFlow>();
        var (before, next) = (new[] { 0 }, 1);
        while (next <= count)
        {
            int[] layer = [.. Enumerable.Range(next, Math.Min(1 + random.Below(MostWidth), count - next + 1))];
            foreach (var k in layer)
            {
                tasks.Add(Task($"m{k:00}", Logarithmic(random, 0.01, 3), 10 * settings.TaskBytes / count));
                foreach (var from in Enumerable.Range(0, 2).Select(_ => before[random.Below(before.Length)]).Distinct())
                {
                    var bytes = from == 0 ? settings.InputBytes : (long)Logarithmic(random, 5e3, 5e5);
                    flows[(from, k)] = Flow($"m{from:00}", $"m{k:00}", bytes);
                }
            }

            (before, next) = (layer, next + layer.Length);
        }

        return Job(id, tasks, [.. flows.Values]);
    }

    private static double Logarithmic(SplitMix random, double least, double most) =>
        least * Math.Pow(most / least, random.Next());

    private static SnapshotJob Job(JobId id, IReadOnlyList<SnapshotTask> tasks, IReadOnlyList<SnapshotFlow> flows) =>
        new(id, new JobDemand(JobMode.Stream, null, null, null, 0, null, WhenInfeasible.Wait), tasks, flows,
            new Dictionary<TaskId, NodeId>());

    private static SnapshotTask Source(NodeId node) =>
        Task("m00", 0, 0) with { Constraints = PlacementConstraints.None with { Nodes = [node] } };

    private static SnapshotTask Task(string id, double work, long memory) => new(
        new TaskId(id), new WorkUnits(work), new Bytes(memory), PlacementConstraints.None,
        new Dictionary<string, Milliseconds>());

    private static SnapshotFlow Flow(string from, string to, long bytes) =>
        new(new FlowId(new TaskId(from), new TaskId(to)), new Bytes(bytes));
}
