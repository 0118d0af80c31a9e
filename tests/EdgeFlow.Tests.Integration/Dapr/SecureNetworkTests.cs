using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Api.Hosting;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Metadata;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.StageWorker.Sidecars;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Dapr;

/// <summary>Jobs on Dapr applications, and what a stranger, a node and a caller without tokens may not.</summary>
[Collection(SecureCollection.Name)]
public sealed class SecureNetworkTests(SecureNetwork network)
{
    [SkippableTheory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Job_NodesWithTheirOwnSidecars_CompletesWhereItWasPlanned(string mode)
    {
        Skip.If(network.Missing is not null, network.Missing);
        await network.Plane.Declare(Manifests.Pinned($"on-dapr-{mode}", mode, "edge", "fog", "edge"));

        var job = await network.Plane.Submit(new JobSubmission($"on-dapr-{mode}", Frames: 20));
        var done = await network.Finished(job.Job);

        Assert.True(done.Status == JobStatus.Completed, done.Reason);
        Assert.Equal(["edge", "fog", "edge"], done.Tasks!.Select(task => task.Node));
        var results = await network.Plane.Get<Page<StoredResult>>($"/v1/jobs/{job.Job}/results?limit=1000");
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), results.Items.Select(item => item.Frame));
        // What is asked of an application runs there and nowhere else; and only the planned ones were asked.
        var apps = await network.AppsAskedFor(job.Job);
        Assert.NotEmpty(apps);
        Assert.Empty(apps.Except(["edge", "fog"]));
    }

    [SkippableTheory]
    [InlineData("GET", "v1/jobs")]
    [InlineData("POST", "v1/jobs")]
    [InlineData("POST", "v1/nodes")]
    [InlineData("POST", "v1/nodes/edge/heartbeat")]
    [InlineData("DELETE", "v1/nodes/edge")]
    [InlineData("POST", "v1/jobs/any/results")]
    [InlineData("GET", "v1/nodes/../jobs")]
    public async Task Invoke_ControlPlaneByAStranger_IsRefused(string method, string path)
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var stranger = SecureNetwork.Of(network.Stranger);

        Assert.Equal(HttpStatusCode.Forbidden, await Refusal(stranger, method, $"edgeflow/method/{path}"));
    }

    [SkippableTheory]
    [InlineData("POST", "v1/jobs")]
    [InlineData("POST", "v1/nodes/fog/heartbeat")]
    [InlineData("DELETE", "v1/nodes/fog")]
    [InlineData("POST", "v1/nodes/fog/drain")]
    [InlineData("GET", "v1/events")]
    [InlineData("GET", "v1/jobs/some-job/results")]
    [InlineData("POST", "v1/jobs/some-job/cancel")]
    public async Task Invoke_ControlPlaneByANode_MayOnlyReportForItself(string method, string path)
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var edge = SecureNetwork.Of(network.Edge);

        Assert.Equal(HttpStatusCode.Forbidden, await Refusal(edge, method, $"edgeflow/method/{path}"));
    }

    [SkippableFact]
    public async Task Register_AsAnotherNode_IsRefusedByTheControlPlane()
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var edge = SecureNetwork.Of(network.Edge);
        using var body = JsonContent.Create(
            new NodeRegistration(
                "fog", "thief", "http://127.0.0.1:1", 1, 1_000_000, "x64-1core", "", new Dictionary<string, string>(),
                new Dictionary<string, string>()),
            options: ProtocolJson.Options);

        var refused = await Assert.ThrowsAsync<DaprException>(() => edge.Send(
            HttpMethod.Post, "/v1.0/invoke/edgeflow/method/v1/nodes", body, CancellationToken.None,
            ("Authorization", $"Bearer {SecureNetwork.Bearer}")));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [SkippableFact]
    public async Task Invoke_NodeByAStranger_IsRefused()
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var stranger = SecureNetwork.Of(network.Stranger);

        Assert.Equal(HttpStatusCode.Forbidden, await Refusal(stranger, "GET", "edge/method/healthz"));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Sidecar_WithoutTheRightToken_Refuses(string? token)
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var caller = SecureNetwork.Of(network.Edge, token);

        Assert.Equal(HttpStatusCode.Unauthorized, await Refusal(caller, "GET", "edgeflow/method/v1/jobs"));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task ControlPlane_PastItsSidecar_RefusesWhoeverHasNoToken(string? token)
    {
        Skip.If(network.Missing is not null, network.Missing);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{network.ControlPort}/v1/jobs");
        if (token is not null)
        {
            request.Headers.Add("dapr-api-token", token);
            request.Headers.Authorization = new("Bearer", SecureNetwork.Bearer);
        }

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [SkippableTheory]
    [InlineData("impostor", SecureNetwork.ApiToken, "speaks for the application 'edge'")]
    [InlineData("edge", "wrong", "refuses the token in DAPR_API_TOKEN")]
    public async Task Start_NodeWhoseSidecarIsNotItsOwn_SaysSoBeforeItRegisters(
        string node, string token, string expected)
    {
        Skip.If(network.Missing is not null, network.Missing);

        var foreign = await Assert.ThrowsAsync<ForeignSidecarException>(() => network.Plane.AddNode(
            node, network.Plane.Control.Address, options => options with
            {
                ApiToken = SecureNetwork.Bearer,
                OwnSidecar = new OwnSidecar(null, new DaprEndpoint(network.Edge.Http, token), token, null),
            }));

        Assert.Contains(expected, foreign.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, foreign.Message, StringComparison.Ordinal);
        var nodes = await network.Plane.Get<Page<NodeView>>("/v1/nodes");
        Assert.DoesNotContain(nodes.Items, known => known.Node == "impostor");
    }

    [SkippableTheory]
    [InlineData(false, SecureNetwork.ApiToken, "'edge', but the control plane is 'edgeflow'")]
    [InlineData(true, "wrong", "refuses the token in DAPR_API_TOKEN")]
    public async Task Start_ControlPlaneWhoseSidecarIsNotItsOwn_SaysSoAndEnds(bool isOwn, string token, string expected)
    {
        Skip.If(network.Missing is not null, network.Missing);
        var http = isOwn ? network.Control.Http : network.Edge.Http;

        var foreign = await Assert.ThrowsAsync<ForeignSidecarException>(() => SidecarOwner.Check(
            new DaprEndpoint(http, token), NullLogger.Instance, CancellationToken.None));

        Assert.Contains(expected, foreign.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, foreign.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Start_ControlPlaneWhoseSidecarIsItsOwnOrNotThereYet_GoesOn()
    {
        Skip.If(network.Missing is not null, network.Missing);
        foreach (var http in new[] { network.Control.Http, new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}") })
        {
            await SidecarOwner.Check(
                new DaprEndpoint(http, SecureNetwork.ApiToken), NullLogger.Instance, CancellationToken.None);
        }
    }

    private static async Task<HttpStatusCode?> Refusal(DaprHttp sidecar, string method, string target)
    {
        using var body = new StringContent("{}");
        var refused = await Assert.ThrowsAsync<DaprException>(async () =>
        {
            using var answer = await sidecar.Send(
                new HttpMethod(method), $"/v1.0/invoke/{target}", method == "POST" ? body : null,
                CancellationToken.None);
        });
        return refused.Status;
    }
}
