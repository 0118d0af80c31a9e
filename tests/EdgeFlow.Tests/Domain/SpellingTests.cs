using EdgeFlow.Domain.Jobs.Submissions;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>What is suggested for a misspelt key, seen from outside.</summary>
public class SpellingTests
{
    [Theory]
    [InlineData("priorty", "priority")]
    [InlineData("Priority", "priority")]
    [InlineData("prioritty", "priority")]
    [InlineData("rpiority", "priority")]
    [InlineData("frame", "frames")]
    [InlineData("ate", "rate")]
    [InlineData("mod", "mode")]
    [InlineData("parametersss", "parameters")]
    [InlineData("xparametersx", "parameters")]
    public void Read_KeyNearAKnownOne_IsSuggested(string written, string meant) =>
        Assert.StartsWith($"did you mean '{meant}'?", Expected(written), StringComparison.Ordinal);

    [Theory]
    [InlineData("x")]
    [InlineData("prxxxty")]
    [InlineData("parametersxyz")]
    [InlineData("xyzparameters")]
    [InlineData("entirely-other")]
    public void Read_KeyFarFromAll_GetsTheList(string written) =>
        Assert.StartsWith("an object with the keys", Expected(written), StringComparison.Ordinal);

    private static string Expected(string key) => Assert.Single(Assert.IsType<SubmissionRefused>(
        SubmissionReader.Read($"{{ application: a, {key}: 1 }}")).Errors).Expected;
}
