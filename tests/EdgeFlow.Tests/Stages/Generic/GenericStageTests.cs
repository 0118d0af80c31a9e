using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.Tests.Onnx;
using Xunit;

namespace EdgeFlow.Tests.Stages.Generic;

public sealed class GenericStageTests : IDisposable
{
    private readonly TinyModel files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Create_UnknownKind_ListsTheKnownOnes()
    {
        var error = Assert.Throws<StageException>(() => Make("blur", null, "{}"));
        Assert.Equal("UnknownStage", error.ErrorType);
        Assert.Equal("There is no stage 'blur'; known are: burn, capture-folder, crop-text, external, find-text, "
            + "gather-text, model, pass, recognise-text, turn-text.", error.Message);
    }

    [Theory]
    [InlineData("pass", "[]", "'with' must be an object")]
    [InlineData("pass", """{"a":1}""", "has no parameter 'a'; it has: none")]
    [InlineData("burn", """{"multiplyadds":1}""", "has no parameter 'multiplyadds'; it has: multiplyAdds, outputBytes")]
    [InlineData("burn", """{"multiplyAdds":-1}""", "must be a number from 0 to 1000000, not -1")]
    [InlineData("burn", """{"multiplyAdds":1e999}""", "must be a number from 0")]
    [InlineData("burn", """{"outputBytes":1.5}""", "must be a whole number")]
    [InlineData("capture-folder", "{}", "parameter 'folder' is missing")]
    [InlineData("capture-folder", """{"folder":7}""", "must be a text, not 7")]
    [InlineData("capture-folder", """{"folder":"../etc"}""", "leaves the folder")]
    [InlineData("capture-folder", """{"folder":"/etc"}""", "not a relative path")]
    [InlineData("capture-folder", """{"folder":"nothing"}""", "does not exist below")]
    [InlineData("capture-folder", """{"folder":"empty"}""", "holds no picture")]
    [InlineData("find-text", "{}", "needs a model")]
    [InlineData("model", """{"mean":[1,2]}""", "must be a list of 3 numbers")]
    [InlineData("model", """{"layout":"hwc"}""", "must be one of nchw, nhwc, not 'hwc'")]
    [InlineData("external", """{"url":"http://example.org/x"}""", "neither this machine nor allowed on this node")]
    [InlineData("external", """{"url":"file:///etc/passwd"}""", "must be an http, https or dapr address")]
    [InlineData("external", """{"url":"http://user@127.0.0.1/"}""", "without user or fragment")]
    [InlineData("external", """{"url":"http://127.0.0.1.example.org/"}""", "neither this machine")]
    public void Create_WrongParameters_SaysWhatIsRight(string kind, string with, string expected)
    {
        Directory.CreateDirectory(Path.Combine(files.Folder, "empty"));
        var error = Assert.Throws<StageException>(() => Make(kind, null, with));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other.onnx")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../b.onnx")]
    [InlineData("http://example.org/m.onnx")]
    [InlineData("link/secret.onnx")]
    [InlineData("straight.onnx")]
    [InlineData("a\0b")]
    [InlineData("twice/secret.onnx")]
    [InlineData("round/x.onnx")]
    [InlineData("back.onnx")]
    public void Create_ModelOutsideItsFolder_IsRefused(string model)
    {
        using var outside = new TinyModel();
        outside.Write(TinyModel.Product(), "secret.onnx");
        Directory.CreateSymbolicLink(Path.Combine(files.Folder, "link"), outside.Folder);
        File.CreateSymbolicLink(
            Path.Combine(files.Folder, "straight.onnx"), Path.Combine(outside.Folder, "secret.onnx"));
        Directory.CreateSymbolicLink(Path.Combine(files.Folder, "twice"), "link/.");
        Directory.CreateSymbolicLink(Path.Combine(files.Folder, "round"), "round");
        File.CreateSymbolicLink(Path.Combine(files.Folder, "back.onnx"), "link/../model.onnx");
        Assert.Equal("BadReference", Assert.Throws<StageException>(() => Make("model", model, "{}")).ErrorType);
    }

    [Fact]
    public void Create_LinkThatStaysInside_IsFollowed()
    {
        files.Write(TinyModel.Product(), "real/model.onnx");
        Directory.CreateSymbolicLink(Path.Combine(files.Folder, "other"), Path.Combine(files.Folder, "real"));
        Make("model", "other/model.onnx", "{}").Dispose();
    }

    [Fact]
    public async Task Pass_TwoTasks_PutsTheirPartsTogether()
    {
        using var pass = Make("pass", null, "{}");
        var (a, b) = (new FramePart("a", "text/plain", new byte[1]), new FramePart("b", "text/plain", new byte[2]));
        var frame = await pass.Run(
            new Dictionary<string, Frame> { ["y"] = new(5, 6, [b]), ["x"] = new(5, 6, [a]) }, default);
        Assert.Equal((5, 6), (frame.Id, frame.CapturedAtUnixMs));
        Assert.Equal(["a", "b"], frame.Parts.Select(part => part.Name));
        var error = await Assert.ThrowsAsync<StageException>(async () => await pass.Run(
            new Dictionary<string, Frame> { ["y"] = new(5, 6, [a]), ["x"] = new(5, 6, [a]) }, default));
        Assert.Contains("Two tasks gave a part 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Burn_MoreWork_TakesLongerAndGivesTheStatedBytes()
    {
        async Task<double> Time(string with, int bytes)
        {
            using var burn = Make("burn", null, with);
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var frame = await burn.Run(new Dictionary<string, Frame> { [""] = new(0, 0, []) }, default);
            Assert.Equal(bytes, frame.Size);
            return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        await Time("""{"multiplyAdds":2}""", 0);
        var quick = await Time("""{"multiplyAdds":1,"outputBytes":1000}""", 1000);
        Assert.True(await Time("""{"multiplyAdds":60}""", 0) > quick);
        using var endless = Make("burn", null, """{"multiplyAdds":1000000}""");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await endless.Run(
            new Dictionary<string, Frame> { [""] = new(0, 0, []) }, cancel.Token));
    }

    [Fact]
    public async Task CaptureFolder_MoreFramesThanPictures_StartsAgain()
    {
        foreach (var name in new[] { "b.png", "a.JPG", "c.txt", "B.ppm" })
        {
            files.Write(System.Text.Encoding.UTF8.GetBytes(name), $"in/{name}");
        }

        using var source = (ISourceStage)Make("capture-folder", null, """{"folder":"in"}""");
        Assert.Equal(3, source.FrameCount);
        var names = new List<string>();
        for (var id = 0; id < 5; id++)
        {
            var frame = await source.Run(new Dictionary<string, Frame> { [""] = new(id, 99, []) }, default);
            Assert.Equal((id, 99), (frame.Id, frame.CapturedAtUnixMs));
            names.Add(System.Text.Encoding.UTF8.GetString(frame.Part("name").Data.Span)
                + "|" + frame.Part("image").ContentType);
        }

        Assert.Equal(
            ["B|image/x-portable-pixmap", "a|image/jpeg", "b|image/png", "B|image/x-portable-pixmap", "a|image/jpeg"],
            names);
    }

    [Fact]
    public void CaptureFolder_LinkOutOfTheFolder_IsRefused()
    {
        using var outside = new TinyModel();
        var secret = outside.Write(new byte[4], "secret.png");
        Directory.CreateDirectory(Path.Combine(files.Folder, "in"));
        File.CreateSymbolicLink(Path.Combine(files.Folder, "in", "x.png"), secret);
        var error = Assert.Throws<StageException>(() => Make("capture-folder", null, """{"folder":"in"}"""));
        Assert.Equal("BadReference", error.ErrorType);
    }

    private IStage Make(string kind, string? model, string with) => StageCatalog.BuiltIn()
        .Create(kind, model, JsonDocument.Parse(with).RootElement, new StageFolders(files.Folder, files.Folder));
}
