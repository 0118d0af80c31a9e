using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>What every sidecar must do for our worker and client: one suite, run against each target.</summary>
public abstract class ConformanceTests(ConformanceTarget target)
{
    public static TheoryData<string> Names => [.. ConformanceCase.All.Select(item => item.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public Task Case_OfTheSuite_Holds(string name) =>
        target.Outcome(ConformanceCase.All.Single(item => item.Name == name));
}
