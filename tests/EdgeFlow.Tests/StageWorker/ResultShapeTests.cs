using System.Text;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Sinks;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class ResultShapeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(5000);

    [Fact]
    public void Of_PartNamedResult_IsThePayload()
    {
        var item = ResultShape.Of(Of(("image", "image/png", "x"), ("result", "application/json", """{"a":1}""")), Now);

        Assert.Equal("""{"a":1}""", item.Payload!.Value.GetRawText());
        Assert.Equal((1000.0, null), (item.LatencyMs, item.Error));
    }

    [Fact]
    public void Of_SeveralParts_IsAnObjectOfThem()
    {
        var item = ResultShape.Of(Of(("text", "text/plain", "hi"), ("image", "image/png", "abc")), Now);

        Assert.Equal(
            """{"text":"hi","image":{"contentType":"image/png","bytes":3}}""", item.Payload!.Value.GetRawText());
    }

    [Fact]
    public void Of_ErrorFrame_HasItsError()
    {
        var item = ResultShape.Of(ErrorFrames.Make(3, 0, "find", "BadInput", "no picture"), Now);

        Assert.Equal((3L, "find: BadInput: no picture", 0.0), (item.Frame, item.Error, item.LatencyMs));
        Assert.Null(item.Payload);
    }

    [Theory]
    [InlineData("application/json", "{", "BadResult")]
    [InlineData("application/json", "", "BadResult")]
    public void Of_PartThatIsNotTheJsonThatItSays_IsAnError(string type, string data, string error) =>
        Assert.StartsWith(error, ResultShape.Of(Of(("a", type, data)), Now).Error, StringComparison.Ordinal);

    [Fact]
    public void Of_PayloadAboveTheLimit_IsAnError()
    {
        var text = new string('x', (ResultShape.MaxPayloadBytes / 2) + 1);

        var item = ResultShape.Of(Of(("a", "text/plain", text), ("b", "text/plain", text)), Now);

        Assert.StartsWith("ResultTooLarge", item.Error, StringComparison.Ordinal);
    }

    private static Frame Of(params (string Name, string Type, string Data)[] parts) => new(
        1, 4000, [.. parts.Select(part => new FramePart(part.Name, part.Type, Encoding.UTF8.GetBytes(part.Data)))]);
}
