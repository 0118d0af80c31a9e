using System.Globalization;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Experiments.Requests;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Embedding instances in the planner's words: CPU is speed and work, a unit of bandwidth is 1 Mbit/s, and a request is
/// a stream job of exactly 1 frame/s whose tasks must all be apart. Stateless.
/// </summary>
internal static class EmbeddingSnapshot
{
    private const long BytesPerUnit = 1_000_000 / 8;
    private const long BitsPerUnit = 1_000_000;

    /// <summary>The network without jobs.</summary>
    public static NetworkSnapshot Network(EmbeddingInstance instance) => new(
        0, SnapshotOptions.Default with { Objective = Objective.Admission },
        [.. instance.Cpu.Select((cpu, u) => new SnapshotNode(Node(u), new NodeCapacity(
            new WorkRate(cpu), new Bytes(0), "any", "", new Dictionary<string, string>(),
            new Dictionary<string, string>())))],
        [.. instance.Links.Select(l => new SnapshotLink(
            new LinkId($"{Node(l.A)}-{Node(l.B)}"), Node(l.A), Node(l.B), new BitsPerSecond(l.Bandwidth * BitsPerUnit),
            new Milliseconds(0)))],
        [], []);

    /// <summary>A request as a job.</summary>
    public static SnapshotJob Job(EmbeddingRequest request)
    {
        var tasks = request.Cpu.Select((_, i) => Task(i)).ToArray();
        var rate = new FrameRate(1);
        return new SnapshotJob(
            new JobId($"request-{request.Id.ToString("00000", CultureInfo.InvariantCulture)}"),
            new JobDemand(JobMode.Stream, rate, rate, null, 0, null, WhenInfeasible.Refuse),
            [.. request.Cpu.Select((cpu, i) => new SnapshotTask(
                tasks[i], new WorkUnits(cpu), new Bytes(0),
                PlacementConstraints.None with { Apart = [.. tasks.Where(t => t != tasks[i])] },
                new Dictionary<string, Milliseconds>()))],
            [.. request.Links.Select(l => new SnapshotFlow(
                new FlowId(Task(Math.Min(l.A, l.B)), Task(Math.Max(l.A, l.B))),
                new Bytes(l.Bandwidth * BytesPerUnit)))],
            new Dictionary<TaskId, NodeId>());
    }

    /// <summary>The id of a node, in the order of the numbers.</summary>
    public static NodeId Node(int number) => new($"n{number.ToString("0000", CultureInfo.InvariantCulture)}");

    /// <summary>The id of a task, in the order of the numbers.</summary>
    public static TaskId Task(int number) => new($"t{number.ToString("00", CultureInfo.InvariantCulture)}");

    /// <summary>Reads a plan in the numbers of the instance.</summary>
    public static EmbeddingAnswer Answer(EmbeddingRequest request, JobPlan plan)
    {
        var host = plan.Placements.ToDictionary(p => p.Task, p => Number(p.Node));
        var path = plan.Routes.ToDictionary(r => r.Flow, r => r.Nodes.Select(Number).ToArray());
        return new EmbeddingAnswer(
            [.. request.Cpu.Select((_, i) => host[Task(i)])],
            [.. request.Links.Select(l =>
            {
                var nodes = path[new FlowId(Task(Math.Min(l.A, l.B)), Task(Math.Max(l.A, l.B)))];
                return l.A < l.B ? nodes : [.. nodes.Reverse()];
            })]);
    }

    private static int Number(NodeId node) => int.Parse(node.Value.AsSpan(1), CultureInfo.InvariantCulture);
}
