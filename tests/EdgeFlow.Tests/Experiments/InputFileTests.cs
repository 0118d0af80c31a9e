using EdgeFlow.Experiments;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Tests.Golden;
using Xunit;

namespace EdgeFlow.Tests.Experiments;

/// <summary>Networks and jobs that somebody wrote: every mistake is told, with its place and what was meant.</summary>
public sealed class InputFileTests : PlanCommandBench
{
    [Fact]
    public async Task Read_ManyMistakes_AreAllNamedAtTheirPlaces()
    {
        const string network = """
            nodes:
              - { id: e1, speeed: 200 }
              - { id: e4, speed: -20, zone: 5, labels: { gpu: 1 } }
              - { id: e4, capcity: { speed: 1 } }
            links:
              - { a: e4, b: e1, capacity: 10Mbps, dealy: 1 }
              - { a: e4, b: e1, capacity: 1e30 }
              - [e4, e1]
            optoins: { compute: sharded }
            options: { compute: sharded, mostMoved: 2 }
            """;
        const string jobs = """
            jobs:
              - id: j
                demand: { mode: streem, wished: .nan, priority: high }
                tasks:
                  - { id: source, wrok: 0, constraints: { node: [e4] } }
                  - { id: detect, work: 50, memory: 1.5, accelerators: { npu: 0 } }
                flows:
                  - { id: source->detect, data: 625000 }
            nodes: []
            """;
        var error = await Refused(network, jobs);
        Snapshot.Match(error.Replace(Folder, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nodes: [{ id: a, speed: 1 }, { id: a, speed: 2 }]", "/nodes/1/id: the id 'a' is there twice")]
    [InlineData("nodes: 5", "the number 5 stands where a list is expected")]
    [InlineData("links: []", "the key 'nodes' is missing")]
    [InlineData("nodes: [null]", "/nodes/0: null stands where an object is expected")]
    [InlineData("nodes: []\nnodes: []", "the key 'nodes' is there twice")]
    [InlineData("nodes: &all []\nlinks: *all", "the anchor '&all' is set")]
    [InlineData("[]", "a list stands where an object is expected")]
    [InlineData("", "the document is empty")]
    [InlineData("{\"nodes\": [", "one thing is wrong")]
    [InlineData("nodes: [{ id: a, speed: 1e999 }]", "/nodes/0/speed: the number 1e999 is out of range")]
    [InlineData("nodes: [{ id: a, speed: NaN }]", "/nodes/0/speed: the text 'NaN' stands where a number is expected")]
    [InlineData("nodes: [{ id: '', speed: 1 }]", "/nodes/0/id")]
    public async Task Read_BadNetwork_SaysWhatIsWrong(string network, string words) =>
        Assert.Contains(words, await Refused(network, Jobs));

    [Theory]
    [InlineData("detect, work: 50", "source, work: 50", "the id 'source' is there twice")]
    [InlineData("source→detect", "source→detekt", "the job has no task 'detekt'")]
    [InlineData("source→detect", "source→detekt", "did you mean 'detect'?")]
    [InlineData("id: j", "id: j\n  demand: { wished: 1, required: 2 }", "the required rate 2 frames/s is above")]
    [InlineData("id: j", "id: j\n  demand: { mode: batch, budget: { watts: 5 } }", "a budget is of a stream")]
    [InlineData("id: j", "id: j\n  demand: { priority: 1000 }", "priority 1000 is not within 0 to 100")]
    [InlineData("work: 50", "work: 1e12", "/0/tasks/1/work: the number 1e12 is out of range")]
    public async Task Read_BadJob_SaysWhatIsWrong(string was, string now, string words) =>
        Assert.Contains(words, await Refused(Network, Jobs.Replace(was, now)));

    [Fact]
    public async Task Read_BadManifestAndNetwork_BothAreTold()
    {
        const string manifest = """
            apiVersion: edgeflow.io/v1
            kind: Application
            metadata: { name: walk }
            spec: { tsaks: [] }
            """;
        var error = await Refused("nodes: [{ id: a, sped: 1 }]", manifest);
        Assert.Contains("did you mean 'tasks'?", error);
        Assert.Contains("did you mean 'speed'?", error);
    }

    [Fact]
    public async Task Read_WholeNumbersInEveryForm_AreThoseNumbers()
    {
        var network = Write("n.json", """
            {"$schema": "https://edgeflow.io/schema/snapshot.v1.schema.json",
             "nodes": [{"id": "a", "speed": 1, "memory": 1e9}, {"id": "b", "capacity": {"speed": 2.50}}],
             "links": [{"a": "a", "b": "b", "capacity": 1.0E7}]}
            """);
        await Run("solve", "--network", network, "--out", Folder);
        var made = SnapshotFileOf("snapshot.json");
        Assert.Equal(1_000_000_000, made.Nodes[0].Capacity.Memory.Value);
        Assert.Equal(2.5, made.Nodes[1].Capacity.Speed.Value);
        Assert.Equal((10_000_000, "a-b"), (made.Links[0].Capacity.Value, made.Links[0].Id.Value));
    }

    [Fact]
    public async Task Read_LinkToANodeThatIsNotThere_IsNotedAndCountsAsNone()
    {
        var network = Write("n.yaml", Network + "\n  - { a: e4, b: e9, capacity: 1 }");
        Assert.Equal(0, await Run("solve", "--network", network, "--jobs", Write("j.yaml", Jobs)));
        Assert.Equal(
            "the link e4-e9 ends at the node 'e9', which is not there: it counts as none", Assert.Single(Said));
    }

    [Fact]
    public async Task Read_Folder_IsRefusedAsAFolder()
    {
        var error = await Assert.ThrowsAsync<InputException>(() => Run("solve", "--network", Folder));
        Assert.Contains("is a folder; name a file", error.Message);
    }

    [Fact]
    public async Task Read_EndlessDevice_IsRefusedAtTheLimit()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var error = await Assert.ThrowsAsync<InputException>(() => Run("solve", "--network", "/dev/zero"));
        Assert.Contains("at most 64 MiB are read", error.Message);
    }

    [Fact]
    public async Task Verify_PlanWithAnUnknownKey_IsRefusedWithItsPlace()
    {
        await Run(
            "solve", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs), "--seed",
            $"{ulong.MaxValue}", "--out", Folder);
        var (plan, snapshot) = (Path.Combine(Folder, "plan.json"), Path.Combine(Folder, "snapshot.json"));
        Assert.Equal(0, Verify(plan, snapshot));

        var forged = (await File.ReadAllTextAsync(plan)).Replace("\"waiting\":", "\"wating\":");
        var error = Assert.Throws<InputException>(() => Verify(Write("forged.json", forged), snapshot));
        Assert.Contains("/wating: the key 'wating' is not known here", error.Message);
        Assert.Contains("did you mean 'waiting'?", error.Message);
        Assert.Contains("the key 'waiting' is missing", error.Message);
    }

    [Theory]
    [InlineData("\"jobs\":[", "\"jobs\":[null,", "/jobs/0: null stands where an object is expected")]
    [InlineData("\"parent\":0", "\"parent\":\"0\"", "/parent: the text '0' stands where a number is expected")]
    [InlineData("\"parent\":0", "\"parent\":0,\"parent\":0", "/parent: the key 'parent' is there twice")]
    public async Task Verify_ForgedPlan_IsRefusedWithItsPlace(string was, string now, string words)
    {
        await Run("solve", "--network", Write("n.yaml", Network), "--jobs", Write("j.yaml", Jobs), "--out", Folder);
        var plan = await File.ReadAllTextAsync(Path.Combine(Folder, "plan.json"));
        var forged = plan.Replace(was, now, StringComparison.Ordinal);
        Assert.NotEqual(plan, forged);
        var error = Assert.Throws<InputException>(
            () => Verify(Write("forged.json", forged), Path.Combine(Folder, "snapshot.json")));
        Assert.Contains(words, error.Message);
    }

    private static NetworkSnapshot Parse(string path) => EdgeFlow.Experiments.Instances.SnapshotFile.Read(path);

    private NetworkSnapshot SnapshotFileOf(string name) => Parse(Path.Combine(Folder, name));

    private async Task<string> Refused(string network, string jobs) => (await Assert.ThrowsAsync<InputException>(
        () => Run("solve", "--network", Write("n.yaml", network), "--jobs", Write("j.yaml", jobs)))).Message;
}
