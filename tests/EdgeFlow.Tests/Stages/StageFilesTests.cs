using System.Security.Cryptography;
using System.Text.Json;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.Tests.Onnx;
using Google.Protobuf;
using Xunit;

namespace EdgeFlow.Tests.Stages;

/// <summary>What a stage is made from is known by its bytes.</summary>
public sealed class StageFilesTests : IDisposable
{
    private readonly TinyModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Hash_ModelAlone_IsThatOfItsFile()
    {
        var path = files.Write(TinyModel.Product());

        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), Hash("model", "model.onnx", "{}"));
    }

    [Fact]
    public void Hash_FileIsReplacedUnderTheSameName_IsAnother()
    {
        files.Write(TinyModel.Product());
        var before = Hash("model", "model.onnx", "{}");
        var changed = TinyModel.Product();
        changed.Graph.Initializer[0].RawData = ByteString.CopyFrom(new byte[24]);
        files.Write(changed);

        Assert.NotEqual(before, Hash("model", "model.onnx", "{}"));
    }

    [Fact]
    public void Hash_DataBesideTheModelOrLabelsChange_IsAnother()
    {
        files.Write(TinyModel.External("weights.bin"));
        files.Write(new byte[24], "weights.bin");
        files.Write([1], "labels.txt");
        const string With = """{"labels":"labels.txt"}""";
        var before = Hash("model", "model.onnx", With);

        files.Write([2], "labels.txt");
        var labels = Hash("model", "model.onnx", With);
        files.Write([.. new byte[23], 1], "weights.bin");

        Assert.Equal(3, new[] { before, labels, Hash("model", "model.onnx", With) }.Distinct().Count());
    }

    [Fact]
    public void Hash_StageWithoutFiles_IsNone() => Assert.Null(Hash("pass", null, "{}"));

    [Theory]
    [InlineData("missing.onnx", "{}")]
    [InlineData("../model.onnx", "{}")]
    [InlineData(null, """{"labels":"missing.txt"}""")]
    [InlineData(null, """{"labels":"/etc/hostname"}""")]
    public void Hash_FileThatCannotBeRead_IsAnErrorOfTheStage(string? model, string with) =>
        Assert.Throws<StageException>(() => Hash("model", model, with));

    private string? Hash(string kind, string? model, string with) => StageFiles.Hash(
        StageCatalog.BuiltIn().Find(kind), model, JsonDocument.Parse(with).RootElement,
        new StageFolders(files.Folder, files.Folder));
}
