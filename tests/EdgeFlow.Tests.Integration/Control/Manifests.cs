namespace EdgeFlow.Tests.Integration.Control;

/// <summary>Applications of small real stages.</summary>
public static class Manifests
{
    /// <summary>A source, two stages, a sink, each slowed a little.</summary>
    public static string Chain(string name, string mode = "stream", int delayMs = 1) => $$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: {{name}} }
        spec:
          mode: {{mode}}
          tasks:
            - id: count
              stage: { builtin: numbers, with: { name: {{name}}-count } }
              work: 0.001
              memory: 1MB
            - id: left
              stage: { builtin: tag, with: { name: {{name}}-left, delayMs: {{delayMs}} } }
              needs: [{ task: count, data: 1KB }]
              work: 0.01
              memory: 1MB
            - id: right
              stage: { builtin: tag, with: { name: {{name}}-right, delayMs: {{delayMs}} } }
              needs: [{ task: left, data: 1KB }]
              work: 0.01
              memory: 1MB
        """;

    /// <summary>A tree of so many tasks; four read the output of each.</summary>
    public static string Tree(string name, string mode, int tasks) => $$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: {{name}} }
        spec:
          mode: {{mode}}
          tasks:
            - { id: t-0, stage: { builtin: numbers, with: { name: {{name}}-t-0 } }, work: 0.001, memory: 1MB }

        """ + string.Concat(Enumerable.Range(1, tasks - 1).Select(task =>
        $"    - {{ id: t-{task}, needs: [{{ task: t-{(task - 1) / 4}, data: 1KB }}], work: 0.001, "
        + $"memory: 1MB, stage: {{ builtin: tag, with: {{ name: {name}-t-{task}, delayMs: 0 }} }} }}\n"));

    /// <summary>The same with its tasks pinned to nodes.</summary>
    public static string Pinned(string name, string mode, params string[] nodes)
    {
        var lines = Chain(name, mode).Split('\n').ToList();
        foreach (var (task, node) in new[] { "count", "left", "right" }.Zip(nodes))
        {
            var at = lines.FindIndex(line => line.Contains($"- id: {task}", StringComparison.Ordinal));
            lines.Insert(at + 1, $"      constraints: {{ nodes: [{node}] }}");
        }

        return string.Join('\n', lines);
    }
}
