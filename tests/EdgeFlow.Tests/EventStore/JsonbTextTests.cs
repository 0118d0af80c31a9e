using System.Text;
using EdgeFlow.EventStore.Registry;
using Xunit;

namespace EdgeFlow.Tests.EventStore;

/// <summary>What is known of PostgreSQL's jsonb without asking it; that it is true is tested against it
/// (JsonbTextProperties in the tests that have a server).</summary>
public sealed class JsonbTextTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("""{"a":1,"b":[true,false,null]}""", """{"a": 1, "b": [true, false, null]}""")]
    [InlineData("""{"long":1,"b":{"z":1,"y":2},"":0}""", """{"": 0, "b": {"y": 2, "z": 1}, "long": 1}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a": 3, "b": 2}""")]
    [InlineData("""{"ä":1,"zz":2,"z":3}""", """{"z": 3, "zz": 2, "ä": 1}""")]
    [InlineData("""{"\u0061":1,"a":2}""", """{"a": 2}""")]
    [InlineData("\"\\u00e4\\u2028\\ud83d\\ude00\\/\\u002B\"", "\"ä\u2028😀/+\"")]
    [InlineData("""["\u0001\u001f\u007f\u0008\t\"\\"]""", "[\"\\u0001\\u001f\u007f\\b\\t\\\"\\\\\"]")]
    public void Of_JsonAsWeSendIt_IsAsPostgresPrintsIt(string json, string expected)
    {
        var text = JsonbText.Of(Encoding.UTF8.GetBytes(json));

        Assert.Equal((expected, true), (text.ToString(), text.IsAsPrinted));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("-0e7", "0")]
    [InlineData("0e-5", "0.00000")]
    [InlineData("1.50", "1.50")]
    [InlineData("-1e5", "-100000")]
    [InlineData("1E-7", "0.0000001")]
    [InlineData("1.5E+2", "150")]
    [InlineData("1.50e1", "15.0")]
    [InlineData("10e-1", "1.0")]
    [InlineData("12.34e-3", "0.01234")]
    [InlineData("0.001e2", "0.1")]
    [InlineData("0.001e5", "100")]
    public void Of_Number_IsWrittenOut(string number, string expected) =>
        Assert.Equal($"[{expected}]", JsonbText.Of(Encoding.UTF8.GetBytes($"[{number}]")).ToString());

    [Theory]
    [InlineData("""{"a\"b":1}""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"a":"\ude00"}""")]
    [InlineData("""{"a":"\ud83d\u0041"}""")]
    [InlineData("1e401")]
    [InlineData("1e-401")]
    [InlineData("1e99999999999")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1 2]")]
    [InlineData("[1")]
    [InlineData("{\"a\"")]
    [InlineData("\"a")]
    [InlineData("\"a\\u12")]
    [InlineData("")]
    [InlineData("nul")]
    [InlineData("1 1")]
    [InlineData("e5")]
    [InlineData("--1e5")]
    public void Of_NotKnownForCertain_IsLeftAsItIs(string json)
    {
        var text = JsonbText.Of(Encoding.UTF8.GetBytes(json));

        Assert.Equal((json, false), (text.ToString(), text.IsAsPrinted));
    }

    [Fact]
    public void Of_TooDeepOrTooLong_IsLeftAsItIs()
    {
        var deep = new string('[', JsonbPrinter.DepthMax);
        Assert.True(Of(deep + new string(']', deep.Length)).IsAsPrinted);
        Assert.False(Of("[" + deep + new string(']', deep.Length + 1)).IsAsPrinted);
        Assert.True(Of(new string('7', JsonbNumber.LengthMax)).IsAsPrinted);
        Assert.False(Of(new string('7', JsonbNumber.LengthMax + 1)).IsAsPrinted);
        Assert.True(Of($"\"{new string('x', 3_000_000)}\"").IsAsPrinted);
    }

    private static JsonbText Of(string json) => JsonbText.Of(Encoding.UTF8.GetBytes(json));
}
