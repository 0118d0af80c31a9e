using System.Text.Json.Nodes;
using EdgeFlow.Tests.Planning;

namespace EdgeFlow.Tests.Experiments;

/// <summary>A batch job of a thousand tasks in layers, and thirty nodes with links between them, as files.</summary>
internal static class ThousandTasks
{
    private const int Tasks = 1_000;
    private const int Nodes = 30;
    private const int Width = 32;

    /// <summary>Writes both.</summary>
    /// <returns>The network's file and the job's.</returns>
    public static (string Network, string Jobs) Write(string folder)
    {
        var worlds = new Worlds(5);
        var (network, jobs) = (Path.Combine(folder, "network.json"), Path.Combine(folder, "jobs.json"));
        File.WriteAllText(network, Network(worlds).ToJsonString());
        File.WriteAllText(jobs, new JsonArray(Job(worlds)).ToJsonString());
        return (network, jobs);
    }

    private static JsonObject Network(Worlds worlds) => new()
    {
        ["nodes"] = new JsonArray([.. Enumerable.Range(0, Nodes).Select(
            u => new JsonObject { ["id"] = $"n{u:00}", ["speed"] = worlds.Real(1, 8) })]),
        ["links"] = new JsonArray([.. Enumerable.Range(1, Nodes - 1).Select(u => new JsonObject
        {
            ["a"] = $"n{worlds.Whole(0, u - 1):00}",
            ["b"] = $"n{u:00}",
            ["capacity"] = worlds.Whole(1_000_000, 10_000_000),
        })]),
    };

    private static JsonObject Job(Worlds worlds)
    {
        var flows = Enumerable.Range(Width, Tasks - Width).SelectMany(t => Enumerable.Range(0, worlds.Whole(1, 3))
            .Select(_ => (From: (t / Width - 1) * Width + worlds.Whole(0, Width - 1), To: t))).Distinct();
        return new JsonObject
        {
            ["id"] = "big",
            ["demand"] = new JsonObject { ["mode"] = "batch" },
            ["tasks"] = new JsonArray([.. Enumerable.Range(0, Tasks).Select(
                t => new JsonObject { ["id"] = $"t{t:0000}", ["work"] = worlds.Real(0.5, 5) })]),
            ["flows"] = new JsonArray([.. flows.Select(f => new JsonObject
            {
                ["id"] = $"t{f.From:0000}→t{f.To:0000}",
                ["data"] = worlds.Whole(1_000, 200_000),
            })]),
        };
    }
}
