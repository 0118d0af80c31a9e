using System.Text;
using EdgeFlow.Control.Requests;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;
using Xunit;

namespace EdgeFlow.Tests.Control;

/// <summary>Bodies that others send: everything that is wrong is told at once, with its place and what was
/// meant.</summary>
public sealed class StrictJsonTests
{
    [Fact]
    public async Task Read_SeveralMistakes_AreAllToldWithTheirPlaces()
    {
        var errors = await Errors("""
            {
              "aplication": "sample",
              "frames": "many",
              "priority": 1.5,
              "colour": 1
            }
            """);
        Assert.Equal(
            ["", "/aplication", "/frames", "/priority", "/colour"],
            errors.OrderBy(e => e.Line).Select(e => e.Pointer));
        Assert.Equal([1, 2, 3, 4, 5], errors.Select(e => e.Line).Order());
        Assert.Contains("did you mean 'application'?", errors.Single(e => e.Pointer == "/aplication").Expected);
        Assert.Contains("the key 'application' is missing", errors.Single(e => e.Pointer == "").Problem);
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("{\"application\":\"a\",\"application\":\"b\"}", "twice")]
    public async Task Read_NoJson_IsToldAsThat(string json, string words) =>
        Assert.Contains(words, Assert.Single(await Errors(json)).Problem);

    [Fact]
    public async Task Read_NumberInQuotesAndKeyInCapitals_AreTaken()
    {
        var read = await StrictJson.Read<JobSubmission>(Body("{\"Application\":\"a\",\"frames\":\"5\"}"), default);
        Assert.Null(read.Refusal);
        Assert.Equal(5, read.Value!.Frames);
    }

    private static async Task<IReadOnlyList<ProblemError>> Errors(string json) =>
        (await StrictJson.Read<JobSubmission>(Body(json), default)).Refusal!.Errors;

    private static MemoryStream Body(string json) => new(Encoding.UTF8.GetBytes(json));
}
