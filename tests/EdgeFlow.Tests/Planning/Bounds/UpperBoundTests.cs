using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
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

    [Theory]
    [InlineData(ComputeModel.Exclusive)]
    [InlineData(ComputeModel.Shared)]
    public void Certify_JobsThatBarelyShareLinks_IsNearTheJobsWholeAtTheirSources(ComputeModel compute)
    {
        var settings = EntsSettings.Default with { Compute = compute };
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var snapshot = new EntsWorld(seed, settings).Snapshot(16, 10);
            var certificate = UpperBound.Certify(snapshot, Objective.AverageRate, 300_000_000)!;
            var whole = WholeAtTheirSources(snapshot, compute);
            Assert.InRange(certificate.Bound, whole, whole * 1.1);
            Assert.Empty(CertificateCheck.Check(snapshot, certificate));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(399_999_999)]
    public void Certify_MemoryThatNoWholeTaskFills_IsNotCounted(long left)
    {
        // Two jobs of ten tasks of 400 MB at one node, which has room for one of them and a part of a task.
        var world = new EntsWorld(1, EntsSettings.Default).Snapshot(2, 1);
        var job = world.Jobs[0];
        var source = job.Tasks[0].Constraints.Nodes.Single();
        var snapshot = world with
        {
            Nodes = [.. world.Nodes.Select(n => n with
            {
                Capacity = n.Capacity with { Memory = new Bytes(n.Id == source ? 4_000_000_000 + left : 0) },
            })],
            Jobs = [job, job with { Id = new JobId("copy") }],
        };
        var certificate = UpperBound.Certify(snapshot, Objective.AverageRate, Work)!;
        Assert.Equal(WholeAtTheirSources(snapshot, ComputeModel.Exclusive), certificate.Bound, 1e-3);
        Assert.Empty(CertificateCheck.Check(snapshot, certificate));
    }

    /// <summary>The mean rate when as many jobs as memory holds run whole at their sources, and the others not at
    /// all.</summary>
    private static double WholeAtTheirSources(NetworkSnapshot snapshot, ComputeModel compute)
    {
        var sum = 0.0;
        foreach (var jobs in snapshot.Jobs.GroupBy(j => j.Tasks[0].Constraints.Nodes.Single()))
        {
            var node = snapshot.Nodes.Single(n => n.Id == jobs.Key).Capacity;
            var fit = Math.Min(jobs.Count(), node.Memory.Value / jobs.First().Tasks.Sum(t => t.Memory.Value));
            var seconds = jobs.First().Tasks.Select(t => t.Work.Value / node.Speed.Value).ToList();
            sum += compute == ComputeModel.Exclusive ? fit / seconds.Max() : Math.Min(1, fit) / seconds.Sum();
        }

        return sum / snapshot.Jobs.Count;
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
