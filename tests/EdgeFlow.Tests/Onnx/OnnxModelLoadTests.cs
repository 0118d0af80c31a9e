using System.Security.Cryptography;
using EdgeFlow.Onnx;
using EdgeFlow.Onnx.Wire;
using Google.Protobuf;
using Xunit;

namespace EdgeFlow.Tests.Onnx;

public sealed class OnnxModelLoadTests : IDisposable
{
    private readonly TinyModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Load_GoodFile_DescribesInputsOutputsAndHash()
    {
        var path = files.Write(TinyModel.Product());
        using var model = OnnxModel.Load(path);

        Assert.Equal("float32 'x' [N, 2]", Assert.Single(model.Inputs).ToString());
        Assert.Equal("float32 'y' [N, 3]", Assert.Single(model.Outputs).ToString());
        Assert.False(model.Inputs[0].IsFixed);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), model.Hash);
        Assert.Equal(new FileInfo(path).Length, model.FileBytes);
    }

    [Fact]
    public void Load_EveryTruncation_IsBadModelOrAWholeSmallerModel()
    {
        var whole = TinyModel.Product().ToByteArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var path = files.Write(whole[..length], "cut.onnx");
            AssertBadModelOrLoads(path);
        }
    }

    [Fact]
    public void Load_RandomBytesFlipped_IsBadModelOrLoads()
    {
        var whole = TinyModel.Product().ToByteArray();
        for (var at = 0; at < whole.Length; at++)
        {
            var broken = (byte[])whole.Clone();
            broken[at] ^= 0x5B;
            AssertBadModelOrLoads(files.Write(broken, "flipped.onnx"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a text and no model")]
    [InlineData("\u0089PNG\r\n")]
    public void Load_NotOnnx_SaysSo(string text)
    {
        var path = files.Write(System.Text.Encoding.Latin1.GetBytes(text), "text.onnx");
        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path));
        Assert.Equal(OnnxProblem.BadModel, error.Problem);
        Assert.Contains("not an ONNX file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_IsBadModel()
    {
        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(Path.Combine(files.Folder, "none.onnx")));
        Assert.Equal(OnnxProblem.BadModel, error.Problem);
    }

    [Fact]
    public void Load_LargerThanLimit_NamesTheLimit()
    {
        var path = files.Write(TinyModel.Product());
        var error = Assert.Throws<OnnxModelException>(
            () => OnnxModel.Load(path, new OnnxModelOptions { MaxFileBytes = 10 }));
        Assert.Contains("at most 10 are accepted (MaxFileBytes)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownOperator_IsBadModelThatNamesIt()
    {
        var proto = TinyModel.Product();
        proto.Graph.Node[0].OpType = "NoSuchOperator";
        var path = files.Write(proto);
        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path));
        Assert.Contains("NoSuchOperator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ThousandsOfNestedGraphs_IsBadModel()
    {
        // Length-delimited messages inside each other, deeper than any honest model: graph → node → attribute → graph …
        var inner = Array.Empty<byte>();
        for (var depth = 0; depth < 2_000; depth++)
        {
            inner = Wrap(1, Wrap(5, Wrap(6, inner)));
        }

        var path = files.Write(Wrap(7, inner), "deep.onnx");
        Assert.Equal(OnnxProblem.BadModel, Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path)).Problem);
    }

    [Fact]
    public void Load_ExternalDataBeside_RunsAndHashesIt()
    {
        var path = files.Write(TinyModel.External("weights/w.bin"));
        files.Write(new float[] { 1, 0, 0, 0, 1, 0 }.SelectMany(BitConverter.GetBytes).ToArray(), "weights/w.bin");
        string before;
        using (var model = OnnxModel.Load(path))
        {
            using var outputs = model.Run([OnnxTensor.Of("x", [1, 2], [7f, 8f])]);
            Assert.Equal([7f, 8f, 0f], outputs["y"].Floats.ToArray());
            before = model.Hash;
        }

        files.Write(new byte[24], "weights/w.bin");
        using var changed = OnnxModel.Load(path);
        Assert.NotEqual(before, changed.Hash);
    }

    [Theory]
    [InlineData("../secret.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../secret.bin")]
    [InlineData("..\\secret.bin")]
    [InlineData("link/secret.bin")]
    [InlineData("gone.bin")]
    [InlineData("")]
    public void Load_ExternalDataOutside_IsRefusedByName(string location)
    {
        var outside = Directory.CreateTempSubdirectory("edgeflow-outside-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(outside, "secret.bin"), new byte[24]);
            Directory.CreateSymbolicLink(Path.Combine(files.Folder, "link"), outside);
            var path = files.Write(TinyModel.External(location));
            var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path));
            Assert.Equal(OnnxProblem.BadModel, error.Problem);
            Assert.Contains($"external data '{location}'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Load_ExternalDataHiddenInAnAttribute_IsRefused()
    {
        var proto = TinyModel.Product();
        var tensor = TinyModel.External("../secret.bin").Graph.Initializer[0];
        var inner = new NodeProto { OpType = "Constant" };
        inner.Attribute.Add(new AttributeProto { Name = "value", T = tensor });
        var graph = new GraphProto();
        graph.Node.Add(inner);
        proto.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", G = graph });
        var path = files.Write(proto);
        var error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path));
        Assert.Contains("../secret.bin", error.Message, StringComparison.Ordinal);
    }

    private static void AssertBadModelOrLoads(string path)
    {
        try
        {
            OnnxModel.Load(path).Dispose();
        }
        catch (OnnxModelException error)
        {
            Assert.Equal(OnnxProblem.BadModel, error.Problem);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Wrap(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
