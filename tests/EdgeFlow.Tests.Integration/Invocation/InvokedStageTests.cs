using System.Net.Http.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.External;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;
using EdgeFlow.Tests.Integration.StageWorker;
using Xunit;

namespace EdgeFlow.Tests.Integration.Invocation;

/// <summary>
/// Jobs with a stage that is a method of a Dapr application: an HTTP server in JavaScript behind its own daprd, called
/// through the daprd of the node, whose resiliency retries.
/// </summary>
[Collection(nameof(InvocationCollection))]
public sealed class InvokedStageTests(InvocationBed bed)
{
    private const int Frames = 4;
    private const int CallsAFrame = 3;

    private const string Resiliency = """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: stages
        spec:
          policies:
            retries:
              again:
                policy: constant
                duration: 20ms
                maxRetries: 5
          targets:
            apps:
              counter-stream:
                retry: again
              counter-batch:
                retry: again
        """;

    public static string? Missing =>
        DaprBed.Missing ?? (Binaries.OnPath("node") is null ? "node is not installed" : null);

    [SkippableTheory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Stage_ThatFailsTwiceAFrame_IsRetriedByTheSidecar(string mode)
    {
        Skip.If(Missing is not null, Missing);
        await using var counter = await Counter();
        await using var theirs = await bed.Bed.Sidecar(InvocationBed.Application($"counter-{mode}", counter.Port));
        await using var ours = await bed.Bed.Sidecar(
            InvocationBed.Application($"edge-{mode}", null) with { Components = [Resiliency] });
        await using var plane = await Plane.Start();
        await plane.AddNode($"edge-{mode}", catalog: Catalog(ours));
        await plane.Declare(Manifest($"counted-{mode}", mode, $"dapr://counter-{mode}/stages/bracket?depth=1"));

        var job = await plane.Submit(new JobSubmission($"counted-{mode}", Frames: Frames));
        var ended = await plane.Until(job.Job, view => view.EndedAt is not null, seconds: 120);

        Assert.True(ended.Status == JobStatus.Completed, $"{ended.Status}: {ended.Reason}");
        var results = (await plane.Get<Page<StoredResult>>($"/v1/jobs/{job.Job}/results")).Items;
        Assert.Equal(Enumerable.Range(0, Frames).Select(frame => (long)frame), results.Select(item => item.Frame));
        Assert.All(results, item => Assert.Null(item.Error));
        Assert.Contains("[0]", results[0].Payload.ToString(), StringComparison.Ordinal);
        var calls = await bed.Http.GetFromJsonAsync<Dictionary<string, int>>(counter.Calls);
        Assert.Equal(Frames, calls!.Count);
        Assert.All(calls.Values, count => Assert.Equal(CallsAFrame, count));
    }

    [SkippableFact]
    public async Task Stage_OfAnUnknownApplication_GivesAResultThatNamesIt()
    {
        Skip.If(Missing is not null, Missing);
        await using var plane = await Plane.Start();
        await plane.AddNode("edge-lost", catalog: Catalog(bed.Stranger));
        await plane.Declare(Manifest("lost", "batch", "dapr://nobody-at-all/x"));

        var job = await plane.Submit(new JobSubmission("lost", Frames: 1));
        await plane.Until(job.Job, view => view.EndedAt is not null, seconds: 120);

        var result = Assert.Single((await plane.Get<Page<StoredResult>>($"/v1/jobs/{job.Job}/results")).Items);
        Assert.Contains("dapr://nobody-at-all/x refused", result.Error, StringComparison.Ordinal);
        Assert.Contains("ERR_DIRECT_INVOKE", result.Error, StringComparison.Ordinal);
    }

    private static StageCatalog Catalog(Daprd sidecar) => new([
        new TestStages("numbers"), new TestStages("tag"),
        new ExternalFactory([], new DaprEndpoint(sidecar.Http, null)),
    ]);

    private async Task<Server> Counter()
    {
        var port = FreePorts.Take(1)[0];
        var script = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "../../../Invocation/js/counter.mjs"));
        return new Server(port, await ServerProcess.Start(new ServerCommand(
            "counter", Binaries.OnPath("node")!, [script, $"{port}"], bed.Bed.Folder,
            async cancel =>
            {
                try
                {
                    using var http = new HttpClient();
                    return (await http.GetAsync($"http://127.0.0.1:{port}/calls", cancel)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            })));
    }

    private static string Manifest(string name, string mode, string url) => $$"""
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
            - id: bracket
              stage: { external: "{{url}}", with: { timeoutSeconds: 60 } }
              needs: [{ task: count, data: 1KB }]
              work: 0.01
              memory: 1MB
              retry: { attempts: 1 }
            - id: last
              stage: { builtin: tag, with: { name: {{name}}-last } }
              needs: [{ task: bracket, data: 1KB }]
              work: 0.01
              memory: 1MB
        """;

    private sealed record Server(int Port, ServerProcess Process) : IAsyncDisposable
    {
        public Uri Calls => new($"http://127.0.0.1:{Port}/calls");

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
