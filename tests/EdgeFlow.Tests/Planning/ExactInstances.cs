using System.Text.Json;
using EdgeFlow.Planning.Snapshots;
using static EdgeFlow.Tests.Planning.Scene;

namespace EdgeFlow.Tests.Planning;

/// <summary>Reads stream instances whose best max-min rate is proven (the format of data/planner/README.md).</summary>
internal static class ExactInstances
{
    /// <summary>All instances of a file.</summary>
    public static IEnumerable<(string Name, NetworkSnapshot Snapshot, double Rate)> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var item in document.RootElement.EnumerateArray())
        {
            SnapshotNode[] nodes = [.. item.GetProperty("nodes").EnumerateArray().Select(n =>
                Node(Text(n, "id"), n.GetProperty("speed").GetDouble()))];
            SnapshotLink[] links = [.. item.GetProperty("links").EnumerateArray().Select(l =>
                Link(Text(l, "a"), Text(l, "b"), l.GetProperty("capacity").GetDouble()))];
            SnapshotJob[] jobs = [.. item.GetProperty("jobs").EnumerateArray().Select(ReadJob)];
            yield return (Text(item, "name"), Snapshot(nodes, links, jobs),
                item.GetProperty("exact").GetProperty("rate").GetDouble());
        }
    }

    private static SnapshotJob ReadJob(JsonElement job) => Job(
        Text(job, "id"), Stream(),
        [.. job.GetProperty("tasks").EnumerateArray().Select(t => Task(
            Text(t, "id"), t.GetProperty("work").GetDouble(),
            t.TryGetProperty("pinned", out var pin) ? pin.GetString() : null))],
        [.. job.GetProperty("flows").EnumerateArray().Select(f => Flow(
            Text(f, "from"), Text(f, "to"), f.GetProperty("size").GetDouble()))]);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
