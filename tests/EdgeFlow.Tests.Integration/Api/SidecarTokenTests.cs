using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>Who comes in where a Dapr sidecar shows <c>APP_API_TOKEN</c>.</summary>
public sealed class SidecarTokenTests
{
    private const string Token = "dapr-api-token";
    private const string Caller = "dapr-caller-app-id";
    private const string Right = "sidecar-s3cret";

    [Fact]
    public async Task AppToken_Alone_IsAskedOfEveryoneButHealthChecks()
    {
        await using var plane = await Plane.Start(options => options with { AppToken = Right });

        await Refused(plane);
        await Refused(plane, (Token, "wrong"));
        await Refused(plane, (Caller, "edge-1"));
        await Admitted(plane, "/v1/jobs", (Token, Right));
        await Admitted(plane, "/healthz");
        await Admitted(plane, "/readyz");
    }

    [Fact]
    public async Task AppToken_BesideTheApis_IsAskedOfSidecarsAndNotInsteadOfIt()
    {
        await using var plane = await Plane.Start(options => options with { AppToken = Right, ApiToken = "s3cret" });
        var bearer = ("Authorization", "Bearer s3cret");

        await Admitted(plane, "/v1/jobs", bearer);
        await Admitted(plane, "/v1/jobs", bearer, (Token, Right), (Caller, "edge-1"));
        await Refused(plane, (Token, Right));
        await Refused(plane, bearer, (Caller, "stranger"));
        await Refused(plane, bearer, (Caller, "stranger"), (Token, "wrong"));
    }

    [Fact]
    public async Task ApiToken_OfTheEmbeddedSidecar_IsShownByNodesAndAskedOfAll()
    {
        await using var plane = await Plane.Start(options => options with { SidecarToken = Right });
        await plane.AddNode("one", null, options => options with { SidecarToken = Right });
        await plane.Declare(Manifests.Pinned("with-token", "batch", "one", "one", "one"));

        var job = await plane.Submit(new JobSubmission("with-token", Frames: 2));
        var done = await plane.Until(job.Job, view => view.Status is JobStatus.Completed or JobStatus.Failed);
        await using var stranger = new WorkflowClient(new ClientOptions
        {
            Address = plane.Control.Sidecar.Address, ApiToken = "wrong",
        });

        Assert.True(done.Status == JobStatus.Completed, done.Reason);
        var refused = await Assert.ThrowsAsync<GrpcException>(() => stranger.Schedule("job"));
        Assert.Equal(GrpcStatus.Unauthenticated, refused.Status);
    }

    [Fact]
    public async Task Register_NameThatIsNoAppIdOfANode_IsRefusedWithTheReason()
    {
        const string Rule = "a-z, 0-9 and '-'";
        await using var plane = await Plane.Start();
        foreach (var (node, expected) in new[] { ("edgeflow", "control plane"), ("edge.1", Rule), ("Edge", Rule) })
        {
            var registration = new NodeRegistration(
                node, "one", "http://127.0.0.1:1", 1, 1_000_000, "x64-1core", "", new Dictionary<string, string>(),
                new Dictionary<string, string>());

            using var answer = await plane.Http.PostAsJsonAsync("/v1/nodes", registration, ProtocolJson.Options);

            var problem = await ApiFixture.Problem(answer, HttpStatusCode.BadRequest, ProblemKinds.InvalidName);
            Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
        }
    }

    private static async Task Refused(Plane plane, params (string Name, string Value)[] headers)
    {
        using var answer = await Get(plane, "/v1/jobs", headers);
        await ApiFixture.Problem(answer, HttpStatusCode.Unauthorized, ProblemKinds.Unauthorized);
        Assert.DoesNotContain(Right, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task Admitted(Plane plane, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await Get(plane, path, headers);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> Get(
        Plane plane, string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await plane.Http.SendAsync(request);
    }
}
