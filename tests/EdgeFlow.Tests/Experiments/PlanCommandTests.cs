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
public sealed class PlanCommandTests : IDisposable
{
    private const string Network = """
        nodes:
          - { id: e1, speed: 200 }
          - { id: e4, speed: 20 }
        links:
          - { a: e4, b: e1, capacity: 10000000 }
        """;

    private const string Jobs = """
        - id: j
          tasks:
            - { id: source, work: 0, constraints: { nodes: [e4] } }
            - { id: detect, work: 50 }
          flows:
            - { id: source→detect, data: 625000 }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeflow-plan-");
    private readonly List<string> _lines = [];
    private JsonNode? _document;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Solve_NetworkAndJobsByHand_PrintsThePlan()
    {
        Assert.Equal(0, await Run("solve", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs)));
        Assert.Contains(_lines, l => l.StartsWith("j ", StringComparison.Ordinal) && l.Contains("e1 e4"));
        Assert.Equal(2, (double)_document!["jobs"]![0]!["rate"]!, 1e-5);
    }

    [Theory]
    [InlineData("otfa+")]
    [InlineData("tier1", "--work", "100000")]
    public async Task Verify_WhatSolveWrote_RepeatsTheBytes(string policy, params string[] more)
    {
        var snapshot = new EntsWorld(5).Snapshot(12, 6);
        var network = Path.Combine(_folder.FullName, "world.json");
        await File.WriteAllBytesAsync(network, SnapshotCanonical.Bytes(snapshot));
        Assert.Equal(0, await Run(
            ["solve", "--network", network, "--policy", policy, "--seed", "9", "--out", _folder.FullName, .. more]));
        var plan = Path.Combine(_folder.FullName, "plan.json");
        var made = Path.Combine(_folder.FullName, "snapshot.json");
        Assert.Equal(0, Verify(plan, made));
        Assert.True((bool)_document!["repeats"]!);

        var forged = JsonNode.Parse(await File.ReadAllTextAsync(plan))!;
        forged["jobs"]![0]!["rate"] = 1e6;
        Assert.Equal(1, Verify(Write("forged.json", forged.ToJsonString()), made));
        Assert.False((bool)_document!["sound"]!);
    }

    [Fact]
    public async Task Compare_ThreePolicies_HasARowEach()
    {
        await Run(
            "compare", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs),
            "--policies", "tp, lr,otfa", "--objective", "average-rate", "--compute", "exclusive");
        Assert.Equal(["tp/1", "lr/1", "otfa/1"], _document!.AsArray().Select(r => (string)r!["policy"]!));
        Assert.Contains("AverageRate, compute Exclusive", _lines[0]);
    }

    [Fact]
    public async Task Bound_NetworkAndJobsByHand_IsProvenAndNotBelowThePlan()
    {
        await Run("bound", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs));
        Assert.InRange((double)_document!["bound"]!, 2 - 1e-5, 2.6);
        Assert.Equal("its prices prove it", _lines[1]);
    }

    [Fact]
    public async Task Solve_BatchJobOfAThousandTasks_EndsWithinItsWorkAndSoonerThanByHeft()
    {
        const long work = 10_000_000;
        var (network, jobs) = ThousandTasks.Write(_folder.FullName);
        await Run("solve", "--network", network, "--jobs", jobs, "--objective", "makespan", "--policy", "heft");
        var heft = (double)_document!["report"]!["objective"]!;

        // The snapshot's own verdict is part of the command: a plan that the verifier refuses is an exception.
        await Run(
            "solve", "--network", network, "--jobs", jobs, "--objective", "makespan", "--policy", "tier1",
            "--work", $"{work}");
        Assert.True((double)_document!["report"]!["objective"]! > heft);
        Assert.Empty(_document["waiting"]!.AsArray());
        Assert.Equal(1_000, _document["jobs"]![0]!["placements"]!.AsArray().Count);
        Assert.InRange(
            (long)_document["report"]!["work"]!, 1, work + BatchSearch.MostSchedule + 2 * BatchSearch.MostDescent);
    }

    [Theory]
    [InlineData("there is no policy 'best'", "--policy", "best")]
    [InlineData("--objective speed", "--objective", "speed")]
    [InlineData("not both", "--work", "5", "--budget", "1s")]
    [InlineData("--budget soon", "--budget", "soon")]
    [InlineData("given 2 times", "--jobs", "j.yaml")]
    [InlineData("there is no such file", "--jobs", "none.yaml")]
    [InlineData("n.yaml: write a list of jobs", "--jobs", "n.yaml")]
    public async Task Solve_BadInput_SaysWhatIsWrong(string words, params string[] more)
    {
        var jobs = Write("j.yaml", Jobs);
        string[] arguments = [.. more.Select(m => m.EndsWith(".yaml") ? Path.Combine(_folder.FullName, m) : m)];
        var error = await Assert.ThrowsAsync<InputException>(() => Run(
            ["solve", "--network", Write("n.yaml", Network), "--jobs", jobs, .. arguments]));
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData(PlanSchemas.SnapshotFile)]
    [InlineData(PlanSchemas.PlanFile)]
    public void Schema_Published_IsTheOneOfTheTypes(string file)
    {
        var published = File.ReadAllText(Path.Combine(Onnx.SharedData.Repository, "docs", "schema", file));
        var schema = file == PlanSchemas.PlanFile ? PlanSchemas.Plan() : PlanSchemas.Snapshot();
        var command = $"edgeflow plan schema {file.Split('.')[0]} > docs/schema/{file}";
        Assert.True(PlanSchemas.Text(schema) == published, $"{file} is out of date; run: {command}");
    }

    [Fact]
    public async Task Schema_WhatSolveWrote_IsValid()
    {
        var network = Path.Combine(_folder.FullName, "world.json");
        await File.WriteAllBytesAsync(network, SnapshotCanonical.Bytes(new EntsWorld(5).Snapshot(12, 30)));
        await Run("solve", "--network", network, "--out", _folder.FullName);
        foreach (var (file, schema) in new[] { ("snapshot", PlanSchemas.Snapshot()), ("plan", PlanSchemas.Plan()) })
        {
            var path = Path.Combine(_folder.FullName, $"{file}.json");
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
            Assert.Empty(SchemaCheck.Problems(schema, document.RootElement));
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private int Verify(string plan, string snapshot) => PlanCommands.Verify(
        new RootCommand().Parse([]), new CommandOutput(Print, _ => { }), plan, snapshot);

    private Task<int> Run(params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var command in PlanCommands.Make(new CommandOutput(Print, _ => { })))
        {
            root.Add(command);
        }

        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private void Print(ParseResult parsed, JsonNode document, IReadOnlyList<string> lines)
    {
        _document = document;
        _lines.Clear();
        _lines.AddRange(lines);
    }
}
