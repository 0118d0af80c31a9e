using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Links;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;
using Xunit;

namespace EdgeFlow.Tests.Integration.Api;

/// <summary>Accelerators, prices and variants come in over HTTP, and plans are explained over it.</summary>
public sealed class ExplanationApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Manifest = """
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: broad }
        spec:
          mode: stream
          rate: { required: 1, wished: 15 }
          budget: { pricePerHour: 5 }
          tasks:
            - id: count
              stage: { builtin: numbers }
              work: 0.001
              memory: 1KB
            - id: see
              stage: { builtin: tag, model: nets/see.onnx }
              needs: [{ task: count, data: 1KB }]
              work: 1
              memory: 1KB
              accelerators: { npu: 1 }
              accuracy: 0.95
              variants: [{ name: pruned, model: nets/see-pruned.onnx, accuracy: 0.9, work: 0.5 }]
        """;

    [Fact]
    public async Task Explain_PlacedAndWaitingJobs_SayWhyAndWhyNot()
    {
        await Register("plain", null, null);
        await Register("clever", new Dictionary<string, int> { ["npu"] = 1 }, 0.5);
        await api.Http.PutAsJsonAsync(
            "/v1/links/plain--clever", new LinkDeclaration("plain", "clever", 10_000_000, 1, 0.25),
            ProtocolJson.Options);
        await api.Plane.Declare(Manifest);
        var first = (await api.Plane.Submit(new JobSubmission("broad", Job: "first"))).Job;
        await api.Plane.Until(first, view => view.Epoch > 0);
        var second = (await api.Plane.Submit(new JobSubmission("broad", Job: "second"))).Job;
        await api.Plane.Until(second, view => view.Reason?.Contains("npu", StringComparison.Ordinal) == true);

        var node = await api.Plane.Get<NodeView>("/v1/nodes/clever");
        Assert.Equal((1, 0.5, 3.0), (node.Accelerators!["npu"], node.PricePerHour, node.IdleWatts));
        Assert.Equal(0.25, (await api.Plane.Get<LinkView>("/v1/links/plain--clever")).PricePerGigabyte);

        var explanation = await api.Plane.Get<JobExplanation>("/v1/plans/current/jobs/first/explanation");
        Assert.Null(explanation.WaitsFor);
        var see = explanation.Tasks.Single(task => task.Task == "see");
        Assert.Equal(("clever", "full"), (see.Node, see.Variant));
        Assert.Contains("see is on clever, the only node that may host it. plain has 0 npu free of 0, 1 needed.",
            explanation.Words);
        Assert.Contains("placed it so, because", explanation.Decided, StringComparison.Ordinal);
        Assert.Equal(0.95, explanation.Accuracy);
        Assert.Contains(explanation.Words, words => words.Contains("no plan reaches more", StringComparison.Ordinal));

        var waits = await api.Plane.Get<JobExplanation>("/v1/plans/current/jobs/second/explanation");
        Assert.Equal("/spec/tasks/1/accelerators", waits.WaitsFor);

        var moved = await api.Plane.Get<WhyNotAnswer>(
            $"/v1/plans/current/jobs/first/why-not?task=count&node={Other(explanation)}");
        Assert.Contains(moved.Verdict, (string[])["worse", "noWorse"]);
        Assert.NotNull(moved.Then);
        var held = await api.Plane.Get<WhyNotAnswer>("/v1/plans/current/jobs/first/why-not?task=see&node=plain");
        Assert.Equal("cannotHost", held.Verdict);
    }

    [Fact]
    public async Task Explain_UnknownNames_AreProblems()
    {
        await ApiFixture.Problem(
            await api.Http.GetAsync("/v1/plans/current/jobs/nobody/explanation"), HttpStatusCode.NotFound,
            ProblemKinds.NotFound);
        await ApiFixture.Problem(
            await api.Http.GetAsync("/v1/plans/current/jobs/Bad_Name/explanation"), HttpStatusCode.BadRequest,
            ProblemKinds.InvalidName);
        await ApiFixture.Problem(
            await api.Http.GetAsync("/v1/plans/current/jobs/nobody/why-not?task=t"), HttpStatusCode.BadRequest,
            ProblemKinds.InvalidName);
        await ApiFixture.Problem(
            await api.Http.GetAsync("/v1/plans/current/jobs/nobody/why-not?task=t&node=n"), HttpStatusCode.NotFound,
            ProblemKinds.NotFound);
    }

    private static string Other(JobExplanation explanation) =>
        explanation.Tasks.Single(task => task.Task == "count").Node == "plain" ? "clever" : "plain";

    private async Task Register(string name, IReadOnlyDictionary<string, int>? accelerators, double? price)
    {
        var none = new Dictionary<string, string>();
        var response = await api.Http.PostAsJsonAsync(
            "/v1/nodes",
            new NodeRegistration(
                name, $"{name}-1", "http://127.0.0.1:9", 10, 1_000_000, "kind", "", none, none, accelerators, price, 3,
                7),
            ProtocolJson.Options);
        response.EnsureSuccessStatusCode();
    }
}
