using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Planning.Verification.Certificates;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.Bounds;

public sealed class UpperBoundTests
{
    private const long Work = 5_000_000;

    [Fact]
    public void Certify_AnyWorld_IsConfirmedAndNotBelowThePlan() => ForAll(30, worlds =>
    {
        var snapshot = worlds.Any(6, 3);
        var objective = (Objective)worlds.Whole(0, 4);
        var asked = snapshot with { Options = snapshot.Options with { Objective = objective } };
        if (UpperBound.Certify(asked, objective, Work) is { } certificate)
        {
            var plan = Planner.Plan(asked, 1);
            var proven = plan with { Report = plan.Report with { Certificate = certificate } };
            Assert.Empty(PlanVerifier.Check(asked, proven));
        }
    });

    [Fact]
    public void Certify_Twice_SameCertificate()
    {
        var snapshot = new Worlds(5).Any(12, 5);
        var first = UpperBound.Certify(snapshot, Objective.AverageRate)!;
        var second = UpperBound.Certify(snapshot, Objective.AverageRate)!;
        Assert.Equal(first.Bound, second.Bound);
        Assert.Equal(first.Prices, second.Prices);
    }

    [SkippableFact]
    public void Certify_ProvenOptima_IsNeverBelowAndNear()
    {
        var gaps = new List<double>();
        foreach (var instance in Instances().Where(i => i.Snapshot.Nodes.Count <= 10))
        {
            var certificate = UpperBound.Certify(instance.Snapshot, Objective.MaxMin, Work)!;
            Assert.True(certificate.Bound >= instance.Rate * (1 - 1e-9), instance.Name);
            Assert.Empty(CertificateCheck.Check(instance.Snapshot, certificate));
            gaps.Add(certificate.Bound / instance.Rate - 1);
        }

        Assert.True(gaps.Average() < 0.02, $"mean gap {gaps.Average()}");
    }

    [SkippableFact]
    public void Check_TamperedCertificate_IsRefused()
    {
        var instance = Instances().First(i => i.Snapshot.Jobs.Count == 3);
        var certificate = UpperBound.Certify(instance.Snapshot, Objective.MaxMin, Work)!;
        Refused(certificate with { Bound = certificate.Bound * 0.9 });
        Refused(certificate with { Prices = [] });
        Refused(certificate with { Prices = [.. certificate.Prices, new ResourcePrice("node nowhere", 1)] });
        Refused(certificate with { Prices = [.. certificate.Prices.Select(p => p with { Price = -p.Price })] });
        Refused(certificate with { Bound = double.NaN });

        var mean = UpperBound.Certify(instance.Snapshot, Objective.AverageRate, Work)!;
        Assert.Empty(CertificateCheck.Check(instance.Snapshot, mean));
        Refused(mean with { Bound = mean.Bound * 0.99 });
        Refused(mean with { Prices = [.. mean.Prices.Skip(1)] });
        Refused(mean with { JobPrices = [.. mean.JobPrices.Select(p => p with { Levels = [1, 0] })] });

        void Refused(Certificate tampered) =>
            Assert.NotEmpty(CertificateCheck.Check(instance.Snapshot, tampered));
    }

    private static IReadOnlyList<ExactInstance> Instances()
    {
        var path = Path.Combine(Onnx.SharedData.Repository, "..", "shared", "data", "planner", "exact.json");
        Skip.IfNot(File.Exists(path), $"{path} is not on this machine");
        return ExactFile.Read(path);
    }

    private static void ForAll(int count, Action<Worlds> holds) => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(), seed => holds(new Worlds((ulong)seed)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
