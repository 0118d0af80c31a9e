using System.Text.Json;
using EdgeFlow.Control.Jobs;
using Xunit;

namespace EdgeFlow.Tests.Control;

public sealed class StageParametersTests
{
    [Theory]
    [InlineData("{}", "{}", "{}")]
    [InlineData("""{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"b":{"x":1}}""", """{"b": { "z": 1, "y": [ 1, {"q":1,"p":2} ] } }""",
        """{"a":1,"b":{"y":[1,{"p":2,"q":1}],"z":1}}""")]
    public void Over_Objects_GivesCanonicalJson(string declared, string given, string expected)
    {
        using var document = JsonDocument.Parse(given);

        Assert.Equal(expected, StageParameters.Over(declared, document.RootElement));
    }
}
