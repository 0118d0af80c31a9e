using System.Text.Json;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Reads a file of stream instances whose best max-min rate is known: a list of <c>nodes[{id,speed}]</c>,
/// <c>links[{a,b,capacity}]</c> in Mbit/s, <c>jobs[{id,tasks[{id,work,pinned?}],flows[{from,to,size}]}]</c> in Mbit a
/// frame, and <c>exact{rate,bound,seconds}</c>. Stateless.
/// </summary>
public static class ExactFile
{
    private const double Mega = 1e6;
    private const long AmpleMemory = 1L << 40;

    /// <summary>All instances of a file.</summary>
    /// <exception cref="JsonException">The file is not of this format.</exception>
    public static IReadOnlyList<ExactInstance> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(ReadInstance)];
    }

    private static ExactInstance ReadInstance(JsonElement item)
    {
        var snapshot = new NetworkSnapshot(
            0, SnapshotOptions.Default, [.. List(item, "nodes").Select(ReadNode)],
            [.. List(item, "links").Select(ReadLink)], [.. List(item, "jobs").Select(ReadJob)], []);
        var exact = item.GetProperty("exact");
        return new ExactInstance(
            Text(item, "name"), snapshot, Number(exact, "rate"), Number(exact, "bound"), Number(exact, "seconds"));
    }

    private static SnapshotNode ReadNode(JsonElement node) => new(new NodeId(Text(node, "id")), new NodeCapacity(
        new WorkRate(Number(node, "speed")), new Bytes(AmpleMemory), "any", "", new Dictionary<string, string>(),
        new Dictionary<string, string>()));

    private static SnapshotLink ReadLink(JsonElement link) => new(
        new LinkId($"{Text(link, "a")}-{Text(link, "b")}"), new NodeId(Text(link, "a")), new NodeId(Text(link, "b")),
        new BitsPerSecond((long)(Number(link, "capacity") * Mega)), new Milliseconds(0));

    private static SnapshotJob ReadJob(JsonElement job) => new(
        new JobId(Text(job, "id")), new JobDemand(JobMode.Stream, null, null, null, 0, null, WhenInfeasible.Wait),
        [.. List(job, "tasks").Select(ReadTask)], [.. List(job, "flows").Select(ReadFlow)],
        new Dictionary<TaskId, NodeId>());

    private static SnapshotTask ReadTask(JsonElement task) => new(
        new TaskId(Text(task, "id")), new WorkUnits(Number(task, "work")), new Bytes(0),
        PlacementConstraints.None with
        {
            Nodes = task.TryGetProperty("pinned", out var pin) && pin.GetString() is { } node ? [new NodeId(node)] : [],
        },
        new Dictionary<string, Milliseconds>());

    private static SnapshotFlow ReadFlow(JsonElement flow) => new(
        new FlowId(new TaskId(Text(flow, "from")), new TaskId(Text(flow, "to"))),
        new Bytes((long)Math.Round(Number(flow, "size") * Mega / 8)));

    private static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
