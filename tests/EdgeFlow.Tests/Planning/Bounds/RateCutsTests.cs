using System.Text.Json;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Bounds.Cuts;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.Bounds;

/// <summary>Cuts: rates that single jobs cannot exceed, and their proofs.</summary>
public sealed class RateCutsTests
{
    private const long Work = 8_000_000;
    private const double Rounding = 1e-6;

    [Fact]
    public void Find_AnyWorld_NoJobAloneHasMore() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        seed =>
        {
            var world = new Worlds((ulong)seed);
            foreach (var isLarge in new[] { false, true })
            {
                NeverBelowThePlanOfEachJobAlone(world.Any(7, 3), isLarge);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [SkippableFact]
    public void Find_ProvenOptimaOfSingleJobs_AreNeverBelowAndNear()
    {
        var path = Path.Combine(Onnx.SharedData.Repository, "..", "shared", "data", "planner", "exact.json");
        Skip.IfNot(File.Exists(path), $"{path} is not on this machine");
        foreach (var instance in ExactFile.Read(path).Where(i => i.Snapshot.Jobs.Count == 1))
        {
            var cut = Assert.Single(RateCuts.Find(new BoundProblem(instance.Snapshot), 300_000_000).Cuts).Value;
            var weight = new BoundProblem(instance.Snapshot).Jobs[0].Weight;
            Assert.InRange(cut.Rate, instance.Rate * weight * (1 - 1e-9), instance.Rate * weight * 1.1);
        }
    }

    [Theory]
    [InlineData(ComputeModel.Shared)]
    [InlineData(ComputeModel.Exclusive)]
    public void Certify_ACutTakenAway_PricesProveLess(ComputeModel compute)
    {
        var (snapshot, certificate) = WithCuts(compute);
        Assert.Empty(CertificateCheck.Check(snapshot, certificate));
        Assert.NotEmpty(CertificateCheck.Check(snapshot, certificate with { Cuts = null }));
    }

    [Fact]
    public void Check_DamagedCut_IsRefused()
    {
        var (snapshot, certificate) = WithCuts(ComputeModel.Shared);
        var cuts = certificate.Cuts!;
        var priced = cuts.First(c => c.Prices.Count > 0);
        Refused(priced with { Rate = priced.Rate * 0.5 });
        Refused(priced with { Rate = double.NaN });
        Refused(priced with { Rate = -1 });
        Refused(priced with { Prices = [] });
        Refused(priced with { Prices = [.. priced.Prices.Select(p => p with { Price = -p.Price })] });
        Refused(priced with { Prices = [.. priced.Prices, new ResourcePrice("link nowhere", 1)] });
        Refused(priced with { Job = new JobId("nobody") });

        void Refused(RateCut damaged)
        {
            var all = certificate with { Cuts = [.. cuts.Select(c => c.Job == priced.Job ? damaged : c)] };
            var fault = Assert.Single(CertificateCheck.Check(snapshot, all));
            Assert.Contains("cut of job", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Certificate_WithCuts_IsReadAsWritten()
    {
        var (_, certificate) = WithCuts(ComputeModel.Shared);
        var text = JsonSerializer.Serialize(certificate, DomainJson.Options);
        var read = JsonSerializer.Deserialize<Certificate>(text, DomainJson.Options)!;
        Assert.Equal(certificate.Cuts!.Select(c => (c.Job, c.Rate)), read.Cuts!.Select(c => (c.Job, c.Rate)));
        Assert.Equal(text, JsonSerializer.Serialize(read, DomainJson.Options));
        var without = JsonSerializer.Serialize(certificate with { Cuts = null }, DomainJson.Options);
        Assert.DoesNotContain("cuts", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_TooLittleWork_NoneAndNothingSpent()
    {
        var (cuts, work) = RateCuts.Find(new BoundProblem(new EntsWorld(3, EntsSettings.Light).Snapshot(16, 8)), 100);
        Assert.Empty(cuts);
        Assert.Equal(0, work);
    }

    [Theory]
    [InlineData(0.01, 0)]
    [InlineData(0.09, 10)]
    [InlineData(0.05, 18)]
    public void Certify_JobThatWishesLessThanItCouldHave_HasNoCut(double wished, int priority)
    {
        // No node holds a whole job, so that its rate alone is not known beforehand. Divided and multiplied by a
        // weight, a wish may come out a little below itself.
        var snapshot = new EntsWorld(3, EntsSettings.Light).Snapshot(12, 4);
        var modest = snapshot with
        {
            Nodes = [.. snapshot.Nodes.Select(n => n with
            {
                Capacity = n.Capacity with { Memory = new Bytes(1L << 29) },
            })],
            Jobs = [.. snapshot.Jobs.Select(Modest)],
        };
        var certificate = UpperBound.Certify(modest, Objective.AverageRate, Work)!;
        Assert.Null(certificate.Cuts);
        Assert.Empty(CertificateCheck.Check(modest, certificate));

        SnapshotJob Modest(SnapshotJob job) => job with
        {
            Demand = job.Demand with { Wished = new FrameRate(wished), Priority = priority },
        };
    }

    private static (NetworkSnapshot Snapshot, Certificate Certificate) WithCuts(ComputeModel compute)
    {
        // Few jobs share little, so that what each could have alone counts.
        var settings = EntsSettings.Light with { Compute = compute, Objective = Objective.AverageRate };
        var snapshot = new EntsWorld(6, settings).Snapshot(14, 4);
        var certificate = UpperBound.Certify(snapshot, Objective.AverageRate, 400_000_000)!;
        Assert.NotNull(certificate.Cuts);
        return (snapshot, certificate);
    }

    private static void NeverBelowThePlanOfEachJobAlone(NetworkSnapshot snapshot, bool isLarge)
    {
        var problem = new BoundProblem(snapshot, isLarge);
        foreach (var (job, cut) in RateCuts.Find(problem, Work).Cuts)
        {
            var alone = snapshot with
            {
                Jobs = [.. snapshot.Jobs.Where(j => j.Id == problem.Jobs[job].Id).Take(1)], Current = [],
            };
            Assert.All(Planner.Plan(alone, 1).Jobs, p => Assert.True(
                p.Rate.Value <= cut.Rate * (1 + Rounding), $"{p.Job}: {p.Rate.Value} above {cut.Rate}"));
        }
    }
}
