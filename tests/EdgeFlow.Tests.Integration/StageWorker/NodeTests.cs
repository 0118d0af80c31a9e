using System.Net;
using System.Text;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.StageWorker;

public sealed class NodeTests
{
    [Fact]
    public async Task Beat_NodeThatIsNotKnownAnyMore_StopsItsStagesAndRegistersAgain()
    {
        await using var cluster = await Cluster.Start("n1");
        await cluster.Host("job", 1, [new("a", "n1", "numbers") { Frames = 100_000, Rate = 50 }]);
        await cluster.Until(() => cluster.Control.Beats["n1"].Stages.Count == 1, "hosted");

        cluster.Control.Nodes.Clear();

        await cluster.Until(() => cluster.Control.Nodes.ContainsKey("n1"), "registered again");
        await cluster.Until(() => cluster.Control.Beats["n1"].Stages.Count == 0, "stopped");
    }

    [Fact]
    public async Task Beat_StageOfAnOldEpoch_IsStopped()
    {
        await using var cluster = await Cluster.Start("n1");
        await cluster.Host("job", 1, [new("a", "n1", "numbers") { Frames = 100_000, Rate = 50 }]);
        await cluster.Until(() => cluster.Control.Results.Count > 3, "results");

        // As after SIGSTOP: the plan went on without this node.
        cluster.Control.Epochs["job"] = 2;

        await cluster.Until(() => cluster.Control.Beats["n1"].Stages.Count == 0, "stopped");
        var stored = cluster.Control.Results.Count;
        Assert.Equal(HttpStatusCode.NotFound, await Post(cluster["n1"].Address, "/flows/job/a/b/0?epoch=1"));
        Assert.Equal(stored, cluster.Control.Results.Count);
    }

    [Fact]
    public async Task Stop_DrainingNode_FinishesWhatItHasAndSaysGoodBye()
    {
        await using var cluster = await Cluster.Start("n1");
        await cluster.Host("job", 1,
            [new("a", "n1", "numbers") { Frames = 100_000, Rate = 100 }, new("b", "n1", "tag", "a") { DelayMs = 20 }]);
        await cluster.Until(() => cluster.Control.Results.Count > 5, "results");

        await cluster["n1"].StopAsync(default);

        var ids = cluster.Control.Frames("job", "b").ToList();
        Assert.Equal(["n1"], cluster.Control.Left);
        Assert.Equal(Enumerable.Range(0, ids.Count).Select(i => (long)i), ids);
        Assert.True(cluster.Control.Beats["n1"].Draining);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesWithAGoodBye()
    {
        await using var cluster = await Cluster.Start("n1");
        var options = new StageWorkerOptions
        {
            Name = "n2", ControlPlane = cluster.Control.Address, ModelsFolder = "/", InputsFolder = "/", CpuLimit = 0.5,
            StateFolder = Directory.CreateTempSubdirectory("edgeflow-run-").FullName, SharesProcess = true,
            Zone = "edge", Labels = new Dictionary<string, string> { ["gpu"] = "no" },
        };
        using var end = new CancellationTokenSource();
        var running = NodeProcess.Run(options, TestStages.Catalog, NullLoggerFactory.Instance, end.Token);
        await cluster.Until(() => cluster.Control.Beats.ContainsKey("n2"), "beats");

        await end.CancelAsync();
        await running;

        Assert.Equal(["n2"], cluster.Control.Left);
        Directory.Delete(options.StateFolder, recursive: true);
    }

    [Theory]
    [InlineData("Node", 0.5, "127.0.0.1:0", "A node's name is also its Dapr app id")]
    [InlineData("node", 0.0, "127.0.0.1:0", "The CPU limit 0 is not")]
    [InlineData("node", double.NaN, "127.0.0.1:0", "The CPU limit NaN is not")]
    [InlineData("node", 0.5, "nowhere", "'nowhere' is not an address")]
    public void Wrong_Option_IsNamed(string name, double limit, string listen, string expected) => Assert.StartsWith(
        expected, new StageWorkerOptions
        {
            Name = name, ControlPlane = new Uri("http://localhost"), ModelsFolder = "/", InputsFolder = "/",
            StateFolder = "/", CpuLimit = limit, Listen = listen,
        }.Wrong(), StringComparison.Ordinal);

    [Fact]
    public async Task TakeFrame_EpochsAndRepeats_AreAnsweredAsTheyMust()
    {
        await using var cluster = await Cluster.Start("n1");
        cluster.Control.HoldsResults = true;
        await cluster["n1"].Directives.Host(new HostDirective("job", 3, [new HostedTask(
            "b", "tag", null, """{"name":"b"}""", "h", [new InputFlow("a", cluster["n1"].Address)], [], null, 0, 1, 0,
            1000)], []), default);
        var node = cluster["n1"].Address;
        var frame = FrameCodec.Encode(
            new Frame(0, 1, [new FramePart("text", "text/plain", Encoding.UTF8.GetBytes("x"))])).ToArray();

        Assert.Equal(HttpStatusCode.Conflict, await Post(node, "/flows/job/a/b/0?epoch=2", frame));
        Assert.Equal((HttpStatusCode)425, await Post(node, "/flows/job/a/b/0?epoch=4", frame));
        Assert.Equal(HttpStatusCode.NotFound, await Post(node, "/flows/job/a/c/0?epoch=3", frame));
        Assert.Equal(HttpStatusCode.NotFound, await Post(node, "/flows/other/a/b/0?epoch=3", frame));
        Assert.Equal(HttpStatusCode.BadRequest, await Post(node, "/flows/job/a/b/1?epoch=3", frame));
        Assert.Equal(HttpStatusCode.BadRequest, await Post(node, "/flows/job/a/b/0?epoch=3", [1, 2, 3]));
        Assert.Equal(HttpStatusCode.Accepted, await Post(node, "/flows/job/a/b/0?epoch=3", frame));
        Assert.Equal(HttpStatusCode.Accepted, await Post(node, "/flows/job/a/b/0?epoch=3", frame));
        cluster.Control.HoldsResults = false;
        await cluster.Until(() => cluster.Control.Results.Count == 1, "stored");
        await cluster.Until(
            () => Post(node, "/flows/job/a/b/0?epoch=3", frame).Result == HttpStatusCode.OK, "completed");
    }

    [Theory]
    [InlineData("/flows/job/a/b/-1?epoch=1", HttpStatusCode.BadRequest)]
    [InlineData("/flows/job/a/b/1", HttpStatusCode.BadRequest)]
    [InlineData("/flows/job/a/b/1?epoch=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("/flows/..%2F..%2Fetc/a/b/1?epoch=1", HttpStatusCode.BadRequest)]
    [InlineData("/flows/job/a%00/b/1?epoch=1", HttpStatusCode.BadRequest)]
    [InlineData("/flows/JOB/a/%E2%80%AE/1?epoch=1", HttpStatusCode.BadRequest)]
    [InlineData("/flows/../../etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("/acks/job/a/b?epoch=1", HttpStatusCode.NotFound)]
    [InlineData("/acks/job/a/b?epoch=x", HttpStatusCode.BadRequest)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task Post_HostilePath_IsRefused(string path, HttpStatusCode expected)
    {
        await using var cluster = await Cluster.Start("n1");

        Assert.Equal(expected, await Post(cluster["n1"].Address, path, "[]"u8.ToArray()));
    }

    [Fact]
    public async Task Get_HealthArtifactsAndToken_AreGuarded()
    {
        await using var cluster = await Cluster.Start();
        var node = await cluster.Add("n1", options => options with { ApiToken = "secret" });
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };

        await cluster.Until(() => http.GetAsync("/readyz").Result.StatusCode == HttpStatusCode.OK, "ready");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/artifacts/x")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/artifacts/..%2F..%2Fetc%2Fpasswd")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/artifacts/{new string('a', 64)}")).StatusCode);
    }

    private static async Task<HttpStatusCode> Post(string address, string path, byte[]? body = null)
    {
        using var http = new HttpClient();
        return (await http.PostAsync(new Uri(address + path), new ByteArrayContent(body ?? []))).StatusCode;
    }
}
