using System.Text;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Protocol.Plans;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Plans;

public sealed class FirstDifferenceTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", null, null, null)]
    [InlineData("""{"a":1}""", """{"a":2}""", "/a", "1", "2")]
    [InlineData("""{"a":[1,{"b/c":true}]}""", """{"a":[1,{"b/c":false}]}""", "/a/1/b~1c", "true", "false")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "/a/1", null, "2")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "/a/1", "2", null)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", "/b", "2", null)]
    [InlineData("""{"a":1}""", """{"a":1,"b":null}""", "/b", null, "null")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", "/a", "\"1\"", "1")]
    public void Of_TwoDocuments_NamesTheFirstPlace(
        string left, string right, string? pointer, string? recorded, string? now)
    {
        var found = FirstDifference.Of(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

        Assert.Equal(pointer is null ? null : new DocumentDifference(pointer, recorded, now), found);
    }

    [Fact]
    public void Of_LongValues_AreCut()
    {
        var (left, right) = ($"\"{new string('a', 5_000)}\"", "1");

        var found = FirstDifference.Of(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right))!;

        Assert.Equal(FirstDifference.MaxShown + 1, found.Recorded!.Length);
    }
}
