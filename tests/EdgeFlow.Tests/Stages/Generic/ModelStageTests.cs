using System.IO.Compression;
using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Generic;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Imaging.Png;
using EdgeFlow.Tests.Onnx;
using Xunit;

namespace EdgeFlow.Tests.Stages.Generic;

public sealed class ModelStageTests : IDisposable
{
    private readonly TinyModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Run_TensorPart_GivesTheOutputsAsTensorParts()
    {
        files.Write(TinyModel.Product());
        using var stage = Make(files.Folder, "model.onnx", "{}");
        var name = new FramePart("name", "text/plain", new byte[1]);
        var frame = await Run(stage, Tensor("x", "float32", "1,2", [1f, 1f]), name);
        Assert.Equal(["name", "y"], frame.Parts.Select(part => part.Name));
        Assert.Equal("application/x-tensor; type=float32; shape=1,3", frame.Part("y").ContentType);
        Assert.Equal([5f, 7f, 9f], Floats(frame.Part("y")));
    }

    [Fact]
    public async Task Run_TensorsNotWanted_GivesOnlyTheBestClasses()
    {
        files.Write(TinyModel.Product());
        using var stage = Make(files.Folder, "model.onnx", """{ "tensors": false, "topK": 1 }""");
        var frame = await Run(stage, Tensor("x", "float32", "1,2", [1f, 1f]));
        var labels = Assert.Single(frame.Parts);
        Assert.Equal("labels", labels.Name);
        Assert.Equal(2, Assert.Single(StageFrames.FromJson<ScoredClass[]>(labels)).Class);
    }

    [Theory]
    [InlineData("float32", "1,3", "WrongShape", "shape [1, 3]; the model wants float32 'x' [N, 2]")]
    [InlineData("float32", "7,2", "BadInput", "does not fit its 12 bytes")]
    [InlineData("float33", "1,3", "BadInput", "names no known type")]
    [InlineData("int32", "1,3", "WrongShape", "given as int32")]
    [InlineData("float32", "1,-3", "BadInput", "broken shape")]
    [InlineData("float32", "9223372036854775807,9", "BadInput", "a shape without end")]
    [InlineData("float32", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,3", "BadInput", "broken shape")]
    public async Task Run_WrongTensor_SaysWhatIsRight(string type, string shape, string kind, string expected)
    {
        files.Write(TinyModel.Product());
        using var stage = Make(files.Folder, "model.onnx", "{}");
        var error = await Assert.ThrowsAsync<StageException>(
            () => Run(stage, Tensor("x", type, shape, [1f, 2f, 3f])));
        Assert.Equal(kind, error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        await Run(stage, Tensor("x", "float32", "1,2", [1f, 1f]));
    }

    [Fact]
    public async Task Run_MissingPart_ListsThoseThere()
    {
        files.Write(TinyModel.Product());
        using var stage = Make(files.Folder, "model.onnx", "{}");
        var error = await Assert.ThrowsAsync<StageException>(() => Run(stage, Tensor("z", "float32", "1,2", [1f, 1f])));
        Assert.Contains("has no part 'x'; it has: z", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TruncatedModel_IsBadModel()
    {
        files.Write(TinyModel.Product());
        var whole = File.ReadAllBytes(Path.Combine(files.Folder, "model.onnx"));
        files.Write(whole[..(whole.Length / 2)], "half.onnx");
        Assert.Equal("BadModel",
            Assert.Throws<StageException>(() => Make(files.Folder, "half.onnx", "{}")).ErrorType);
    }

    [SkippableFact]
    public async Task Run_PicturesOfDigits_AreClassified()
    {
        var folder = Path.GetDirectoryName(SharedData.Shared("models/classification/mnist-8.onnx"))!;
        using var stage = Make(folder, "mnist-8.onnx", """{"colours":"grey","scale":1,"topK":2,"softmax":true}""");
        var images = Unpack(SharedData.Shared("datasets/mnist/t10k-images-idx3-ubyte.gz"));
        var labels = Unpack(SharedData.Shared("datasets/mnist/t10k-labels-idx1-ubyte.gz"));
        var right = 0;
        for (var digit = 0; digit < 100; digit++)
        {
            var levels = images.AsSpan(16 + (digit * 784), 784).ToArray();
            var pixels = levels.SelectMany(level => new[] { level, level, level });
            var png = PngWriter.Write(new Image(28, 28, pixels.ToArray()));
            var frame = await Run(stage, new FramePart("image", "image/png", png));
            var best = StageFrames.FromJson<ScoredClass[]>(frame.Part("labels"));
            Assert.Equal(2, best.Length);
            Assert.InRange(best[0].Score, best[1].Score, 1);
            right += best[0].Class == labels[8 + digit] ? 1 : 0;
        }

        Assert.InRange(right, 97, 100);
    }

    private static IStage Make(string folder, string model, string with) => StageCatalog.BuiltIn()
        .Create("model", model, JsonDocument.Parse(with).RootElement, new StageFolders(folder, folder));

    private static async Task<Frame> Run(IStage stage, params FramePart[] parts) =>
        await stage.Run(new Dictionary<string, Frame> { ["before"] = new(3, 4, parts) }, default);

    private static FramePart Tensor(string name, string type, string shape, float[] values) => new(name,
        $"application/x-tensor; type={type}; shape={shape}", values.SelectMany(BitConverter.GetBytes).ToArray());

    private static float[] Floats(FramePart part) =>
        [.. part.Data.ToArray().Chunk(4).Select(bytes => BitConverter.ToSingle(bytes))];

    private static byte[] Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
