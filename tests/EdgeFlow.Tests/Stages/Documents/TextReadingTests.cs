using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Documents;
using Xunit;

namespace EdgeFlow.Tests.Stages.Documents;

public sealed class TextReadingTests
{
    private static readonly CtcDecoder Decoder = new(["a", "b", "c"]);

    [Theory]
    [InlineData("", "")]
    [InlineData("0000", "")]
    [InlineData("1111", "a")]
    [InlineData("1011", "aa")]
    [InlineData("0110220330", "abc")]
    [InlineData("1422", "a b")]
    public void Decode_BestClasses_CollapsesRepeatsAndBlanks(string steps, string expected)
    {
        var probabilities = steps.SelectMany(
            step => Enumerable.Range(0, 5).Select(at => at == step - '0' ? 0.9f : 0.02f));
        var line = Decoder.Decode(probabilities.ToArray());
        Assert.Equal(expected, line.Text);
        Assert.Equal(expected.Length == 0 ? 0 : 0.9, line.Score, 3);
    }

    [Fact]
    public async Task Gather_TwoColumnsAndAnUnsureLine_GivesRowsInReadingOrder()
    {
        var boxes = new TextBoxes(400, 200, [Box(200, 52), Box(10, 100), Box(10, 50), Box(10, 10), Box(100, 150)], 0);
        TextLine[] lines = [new("right", 0.9), new("below", 0.8), new("left", 0.95), new("top", 0.99), new("?", 0.2)];
        using var stage = new GatherTextFactory().Create(null, default, new StageFolders("/", "/"));
        var document = StageFrames.FromJson<DocumentText>((await Run(stage,
            new FramePart("name", "text/plain", "a page"u8.ToArray()),
            StageFrames.ToJson("boxes", boxes),
            StageFrames.ToJson("lines", lines))).Part("text"));

        Assert.Equal("a page", document.Name);
        Assert.Equal("top\nleft right\nbelow", document.Text);
        Assert.Equal(1, document.LeftOut);
        Assert.Equal(["top", "left", "right", "below"], document.Lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData("""{"boxes":[]}""", """[{"text":"a","score":1}]""", "0 boxes and 1 lines")]
    [InlineData("""{"boxes":[{"score":1,"corners":[[1,2]]}]}""", """[{"text":"a","score":1}]""", "four corners")]
    [InlineData("""{"boxes":""", "[]", "not the JSON of TextBoxes")]
    [InlineData("null", "[]", "it is null")]
    public async Task Gather_BrokenParts_IsBadInput(string boxes, string lines, string expected)
    {
        using var stage = new GatherTextFactory().Create(null, default, new StageFolders("/", "/"));
        var error = await Assert.ThrowsAsync<StageException>(() => Run(stage,
            new FramePart("boxes", "application/json", System.Text.Encoding.UTF8.GetBytes(boxes)),
            new FramePart("lines", "application/json", System.Text.Encoding.UTF8.GetBytes(lines))));
        Assert.Equal("BadInput", error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crop_BoxesFromAnywhere_StaysWithinItsLimits()
    {
        var image = new EdgeFlow.StageWorker.Stages.Imaging.Image(60, 30);
        TextBox[] wild =
        [
            Box(1e12, -1e12),
            new(1, [[0, 0], [60, 0], [60, 30], [0, 30]]),
            new(1, [[5, 0], [9, 0], [9, 30], [5, 30]]),
        ];
        using var stage = new CropTextFactory().Create(null, JsonDocument.Parse("""{"format":"ppm"}""").RootElement,
            new StageFolders("/", "/"));
        var frame = await Run(stage,
            new FramePart("image", "image/png", EdgeFlow.StageWorker.Stages.Imaging.Png.PngWriter.Write(image)),
            StageFrames.ToJson("boxes", new TextBoxes(60, 30, wild, 0)));

        Assert.Equal(["boxes", "crop-0", "crop-1", "crop-2"], frame.Parts.Select(part => part.Name).Order());
        var whole = EdgeFlow.StageWorker.Stages.Imaging.ImageFormats.Decode(frame.Part("crop-1"));
        Assert.Equal((60, 30), (whole.Width, whole.Height));
        var upright = EdgeFlow.StageWorker.Stages.Imaging.ImageFormats.Decode(frame.Part("crop-2"));
        Assert.Equal((30, 4), (upright.Width, upright.Height));
    }

    private static TextBox Box(double x, double y) => new(1, [[x, y], [x + 80, y], [x + 80, y + 20], [x, y + 20]]);

    private static async Task<Frame> Run(IStage stage, params FramePart[] parts) =>
        await stage.Run(new Dictionary<string, Frame> { ["before"] = new(3, 4, parts) }, default);
}
