using System.Text.Json;
using EdgeFlow.Planning.Scheduling;

namespace EdgeFlow.Experiments.Instances;

/// <summary>
/// Reads batch scheduling instances: <c>tasks[{id,cost}]</c>, <c>edges[{source,target,size}]</c>,
/// <c>nodes[{id,speed}]</c>, <c>bandwidth[i][j]</c> (null for unlimited), <c>makespans{scheduler: value}</c>. A task
/// takes
/// cost / speed, a transfer size / bandwidth and nothing within a node. Stateless.
/// </summary>
public static class SchedulingFile
{
    /// <summary>One file, or all <c>*.json</c> of a folder by name.</summary>
    /// <exception cref="JsonException">A file is not of this format.</exception>
    public static IReadOnlyList<SchedulingInstance> Read(string path)
    {
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).ToArray() : [path];
        return [.. files.Select(ReadFile)];
    }

    private static SchedulingInstance ReadFile(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var name = root.GetProperty("name").GetString()!;
        var makespans = root.GetProperty("makespans").EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetDouble());
        return new SchedulingInstance(name, name.Split('-')[0], ReadProblem(root), makespans);
    }

    private static ScheduleProblem ReadProblem(JsonElement root)
    {
        var tasks = root.GetProperty("tasks").EnumerateArray().ToArray();
        var numbers = new Dictionary<string, int>();
        foreach (var task in tasks)
        {
            numbers.Add(task.GetProperty("id").GetString()!, numbers.Count);
        }

        var speeds = root.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("speed").GetDouble())
            .ToArray();
        var seconds = tasks.SelectMany(t => speeds.Select(s => t.GetProperty("cost").GetDouble() / s));
        var edges = root.GetProperty("edges").EnumerateArray().Select(e => new ScheduleEdge(
            numbers[e.GetProperty("source").GetString()!], numbers[e.GetProperty("target").GetString()!],
            e.GetProperty("size").GetDouble()));
        var rates = root.GetProperty("bandwidth").EnumerateArray()
            .SelectMany(row => row.EnumerateArray())
            .Select(b => b.ValueKind == JsonValueKind.Null ? 0 : 1 / b.GetDouble());
        var network = new ScheduleNetwork(
            new double[speeds.Length], [.. rates], new double[speeds.Length * speeds.Length]);
        return new ScheduleProblem(network, [.. seconds], [.. edges]);
    }
}
