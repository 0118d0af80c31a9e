using EdgeFlow.Domain.Applications.Manifests;
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
    [InlineData("whenInfeasibless", "whenInfeasible")]
    [InlineData("xwhenInfeasiblex", "whenInfeasible")]
    public void Read_KeyNearAKnownOne_IsSuggested(string written, string meant) =>
        Assert.StartsWith($"did you mean '{meant}'?", Expected(written), StringComparison.Ordinal);

    [Theory]
    [InlineData("x")]
    [InlineData("prxxxty")]
    [InlineData("whenInfeasiblexyz")]
    [InlineData("xyzwhenInfeasible")]
    [InlineData("entirely-other")]
    public void Read_KeyFarFromAll_GetsTheList(string written) =>
        Assert.StartsWith("an object with the keys", Expected(written), StringComparison.Ordinal);

    private static string Expected(string key) => Assert.Single(Assert.IsType<ManifestRefused>(ManifestReader.Read(
        $$"""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: a }
        spec: { {{key}}: 1, tasks: [{ id: t, stage: { builtin: pass } }] }
        """)).Errors).Expected;
}
