using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Control;

public sealed class NodeLifeTests
{
    [Fact]
    public async Task Node_SilentThenHeardAgain_IsLostThenReturnsWithALongerLease()
    {
        await using var plane = await Plane.Start();
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        await Register(plane, listening);

        await Status(plane, "lost");
        var reply = await Beat(plane, 1);
        Assert.True(reply.Known);
        await Status(plane, "ready");
        await Status(plane, "lost");

        var story = (await plane.Events("node-fake")).ToList();
        Assert.Equal(["node_registered", "node_lost", "node_returned", "node_lost"], story.Select(item => item.Type));
        Assert.Contains("lease is 2000 ms", story[1].Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("lease is 4000 ms", story[3].Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_StagesOfAnEndedJob_AreStale()
    {
        await using var plane = await Plane.Start();
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        await Register(plane, listening);

        var reply = await Beat(plane, 1, new StageCounters("gone", "t", 3, 0, 0, 0, 0, 0, 0, 0, 0));

        Assert.Equal([new StaleStage("gone", 4)], reply.Stale);
    }

    [Fact]
    public async Task Postgres_KilledInTheMiddle_NoNodeIsLostAndTheJobCompletes()
    {
        await using var owned = await PostgresFixture.StartOwn();
        await using var plane = await Plane.Start(options => options with { Database = owned.Server.ConnectionString });
        await plane.AddNode("one");
        await plane.AddNode("two");
        await plane.Declare(Manifests.Pinned("outage", "stream", "one", "two", "one"));
        var job = (await plane.Submit(new JobSubmission("outage", Frames: 400))).Job;
        await plane.Until(job, view => view.Results!.FramesOut > 20);

        using (var server = System.Diagnostics.Process.GetProcessById(owned.Server.ProcessId!.Value))
        {
            server.Kill();
        }

        var done = await plane.Until(job, view => view.Status is JobStatus.Completed or JobStatus.Failed, 90);
        Assert.Equal(JobStatus.Completed, done.Status);
        var results = (await plane.Get<Page<StoredResult>>($"/v1/jobs/{job}/results?limit=1000")).Items;
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (long)i), results.Select(item => item.Frame));
        Assert.DoesNotContain(await plane.Events(), item => item.Type == "node_lost");
    }

    private static async Task Register(Plane plane, TcpListener listening)
    {
        var address = $"http://127.0.0.1:{((IPEndPoint)listening.LocalEndpoint).Port}";
        var none = new Dictionary<string, string>();
        var response = await plane.Http.PostAsJsonAsync(
            "/v1/nodes", new NodeRegistration("fake", "p1", address, 1, 1000, "kind", "", none, none),
            ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<HeartbeatReply> Beat(Plane plane, long sequence, params StageCounters[] stages)
    {
        var response = await plane.Http.PostAsJsonAsync(
            "/v1/nodes/fake/heartbeat", new Heartbeat("p1", sequence, false, stages, []), ProtocolJson.Options);
        return (await response.Content.ReadFromJsonAsync<HeartbeatReply>(ProtocolJson.Options))!;
    }

    private static async Task Status(Plane plane, string wanted)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while ((await plane.Get<NodeView>("/v1/nodes/fake")).Status != wanted)
        {
            Assert.True(watch.Elapsed.TotalSeconds < 30, $"The node is not {wanted} after {watch.Elapsed}.");
            await Task.Delay(20);
        }
    }
}
