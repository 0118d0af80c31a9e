using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Experiments;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Plans;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using Xunit;

namespace EdgeFlow.Tests.Experiments;

/// <summary><c>edgeflow plan solve | compare | verify | schema</c>, from files to what is printed.</summary>
public sealed class PlanCommandTests : PlanCommandBench
{
    [Fact]
    public async Task Solve_NetworkAndJobsByHand_PrintsThePlan()
    {
        Assert.Equal(0, await Run("solve", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs)));
        Assert.Contains(Lines, l => l.StartsWith("j ", StringComparison.Ordinal) && l.Contains("e1 e4"));
        Assert.Equal(2, (double)Document!["jobs"]![0]!["rate"]!, 1e-5);
    }

    [Theory]
    [InlineData("otfa+")]
    [InlineData("tier1", "--work", "100000")]
    public async Task Verify_WhatSolveWrote_RepeatsTheBytes(string policy, params string[] more)
    {
        var snapshot = new EntsWorld(5).Snapshot(12, 6);
        var network = Path.Combine(Folder, "world.json");
        await File.WriteAllBytesAsync(network, SnapshotCanonical.Bytes(snapshot));
        Assert.Equal(0, await Run(
            ["solve", "--network", network, "--policy", policy, "--seed", "9", "--out", Folder, .. more]));
        var plan = Path.Combine(Folder, "plan.json");
        var made = Path.Combine(Folder, "snapshot.json");
        Assert.Equal(0, Verify(plan, made));
        Assert.True((bool)Document!["repeats"]!);

        var forged = JsonNode.Parse(await File.ReadAllTextAsync(plan))!;
        forged["jobs"]![0]!["rate"] = 1e6;
        Assert.Equal(1, Verify(Write("forged.json", forged.ToJsonString()), made));
        Assert.False((bool)Document!["sound"]!);
    }

    [Fact]
    public async Task Compare_ThreePolicies_HasARowEach()
    {
        await Run(
            "compare", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs),
            "--policies", "tp, lr,otfa", "--objective", "average-rate", "--compute", "exclusive");
        Assert.Equal(["tp/1", "lr/1", "otfa/1"], Document!.AsArray().Select(r => (string)r!["policy"]!));
        Assert.Contains("objective average-rate, compute exclusive, links half duplex", Lines[0]);
    }

    [Fact]
    public async Task Solve_BatchJobOfAThousandTasks_EndsWithinItsWorkAndSoonerThanByHeft()
    {
        const long work = 10_000_000;
        var (network, jobs) = ThousandTasks.Write(Folder);
        await Run("solve", "--network", network, "--jobs", jobs, "--objective", "makespan", "--policy", "heft");
        var heft = (double)Document!["report"]!["objective"]!;

        // The snapshot's own verdict is part of the command: a plan that the verifier refuses is an exception.
        await Run(
            "solve", "--network", network, "--jobs", jobs, "--objective", "makespan", "--policy", "tier1",
            "--work", $"{work}");
        Assert.True((double)Document!["report"]!["objective"]! > heft);
        Assert.Empty(Document["waiting"]!.AsArray());
        Assert.Equal(1_000, Document["jobs"]![0]!["placements"]!.AsArray().Count);
        Assert.InRange(
            (long)Document["report"]!["work"]!, 1, work + BatchSearch.MostSchedule + 2 * BatchSearch.MostDescent);
    }

    [Theory]
    [InlineData("there is no policy 'best'", "--policy", "best")]
    [InlineData("--objective speed", "--objective", "speed")]
    [InlineData("not both", "--work", "5", "--budget", "1s")]
    [InlineData("--budget soon", "--budget", "soon")]
    [InlineData("given 2 times", "--jobs", "j.yaml")]
    [InlineData("there is no such file", "--jobs", "none.yaml")]
    [InlineData("here are no jobs", "--jobs", "n.yaml")]
    public async Task Solve_BadInput_SaysWhatIsWrong(string words, params string[] more)
    {
        var jobs = Write("j.yaml", Jobs);
        string[] arguments = [.. more.Select(m => m.EndsWith(".yaml") ? Path.Combine(Folder, m) : m)];
        var error = await Assert.ThrowsAsync<InputException>(() => Run(
            ["solve", "--network", Write("n.yaml", Network), "--jobs", jobs, .. arguments]));
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData(PlanSchemas.SnapshotFile)]
    [InlineData(PlanSchemas.PlanFile)]
    [InlineData(PlanSchemas.BoundFile)]
    public void Schema_Published_IsTheOneOfTheTypes(string file)
    {
        var published = File.ReadAllText(Path.Combine(Onnx.SharedData.Repository, "docs", "schema", file));
        var schema = file switch
        {
            PlanSchemas.PlanFile => PlanSchemas.Plan(),
            PlanSchemas.BoundFile => PlanSchemas.Bound(),
            _ => PlanSchemas.Snapshot(),
        };
        var command = $"edgeflow plan schema {file.Split('.')[0]} > docs/schema/{file}";
        Assert.True(PlanSchemas.Text(schema) == published, $"{file} is out of date; run: {command}");
    }

    [Fact]
    public async Task Schema_WhatSolveWrote_IsValid()
    {
        var network = Path.Combine(Folder, "world.json");
        await File.WriteAllBytesAsync(network, SnapshotCanonical.Bytes(new EntsWorld(5).Snapshot(12, 30)));
        await Run("solve", "--network", network, "--out", Folder);
        foreach (var (file, schema) in new[] { ("snapshot", PlanSchemas.Snapshot()), ("plan", PlanSchemas.Plan()) })
        {
            var path = Path.Combine(Folder, $"{file}.json");
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
            Assert.Empty(SchemaCheck.Problems(schema, document.RootElement));
        }
    }
}
