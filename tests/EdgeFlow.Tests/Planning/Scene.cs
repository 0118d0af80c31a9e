using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Tests.Planning;

/// <summary>Writes snapshots down shortly. Speeds in work units a second, capacities in Mbit/s, data in Mbit.</summary>
internal static class Scene
{
    public const long Mega = 1_000_000;

    public static SnapshotNode Node(string id, double speed, long memory = 1_000_000,
        params (string, string)[] labels) =>
        new(new NodeId(id), new NodeCapacity(
            new WorkRate(speed), new Bytes(memory), "any", "", labels.ToDictionary(l => l.Item1, l => l.Item2),
            new Dictionary<string, string>()));

    public static SnapshotLink Link(string a, string b, double megabits, double delayMs = 0, string? id = null) =>
        new(new LinkId(id ?? $"{a}-{b}"), new NodeId(a), new NodeId(b), new BitsPerSecond((long)(megabits * Mega)),
            new Milliseconds(delayMs));

    public static SnapshotTask Task(string id, double work, string? pin = null, long memory = 0,
        PlacementConstraints? constraints = null) =>
        new(new TaskId(id), new WorkUnits(work), new Bytes(memory),
            (constraints ?? PlacementConstraints.None) with
            {
                Nodes = pin is null ? (constraints ?? PlacementConstraints.None).Nodes : [new NodeId(pin)],
            },
            new Dictionary<string, Milliseconds>());

    public static SnapshotFlow Flow(string from, string to, double megabits) =>
        new(Flow(from, to), new Bytes((long)Math.Round(megabits * Mega / 8)));

    public static FlowId Flow(string from, string to) => new(new TaskId(from), new TaskId(to));

    public static JobDemand Stream(double? required = null, double? wished = null, double? latencyMs = null,
        int priority = 0) =>
        new(JobMode.Stream, required is { } r ? new FrameRate(r) : null, wished is { } w ? new FrameRate(w) : null,
            latencyMs is { } l ? new Milliseconds(l) : null, priority, null, WhenInfeasible.Wait);

    public static JobDemand Batch(int priority = 0) =>
        new(JobMode.Batch, null, null, null, priority, null, WhenInfeasible.Wait);

    public static SnapshotJob Job(string id, JobDemand demand, SnapshotTask[] tasks, params SnapshotFlow[] flows) =>
        new(new JobId(id), demand, tasks, flows, new Dictionary<TaskId, NodeId>());

    public static NetworkSnapshot Snapshot(SnapshotNode[] nodes, SnapshotLink[] links, params SnapshotJob[] jobs) =>
        new(0, SnapshotOptions.Default, nodes, links, jobs, []);

    /// <summary>The snapshot after a proposal was adopted.</summary>
    public static NetworkSnapshot Adopt(this NetworkSnapshot snapshot, EdgeFlow.Planning.Proposal proposal) =>
        snapshot with { Revision = snapshot.Revision + 1, Current = proposal.Jobs };

    public static NetworkSnapshot Without(this NetworkSnapshot snapshot, string node) => snapshot with
    {
        Nodes = [.. snapshot.Nodes.Where(n => n.Id.Value != node)],
        Links = [.. snapshot.Links.Where(l => l.A.Value != node && l.B.Value != node)],
    };

    public static NetworkSnapshot Plus(this NetworkSnapshot snapshot, SnapshotJob job) =>
        snapshot with { Jobs = [.. snapshot.Jobs, job] };

    public static string On(this JobPlan plan, string task) =>
        plan.Placements.Single(p => p.Task.Value == task).Node.Value;
}
