using System.Text.Json;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Domain.Units;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Bounds.Weights;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using EdgeFlow.Planning.Verification.Certificates;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Planning.Bounds;

/// <summary>Bounds by multiplicative weights, as large networks get them, on small and large ones.</summary>
public sealed class WeightsTests
{
    private const long Work = 3_000_000;
    private const int Large = BoundProblem.ExactUpTo + 1;

    [Fact]
    public void Weights_AnyWorld_AreConfirmedAndNotBelowThePlan() => ForAll(40, worlds =>
    {
        var snapshot = worlds.Any(8, 4);
        var objective = (Objective)worlds.Whole(0, 4);
        Holds(snapshot with { Options = snapshot.Options with { Objective = objective } }, objective);
    });

    [Theory]
    [InlineData(Objective.MaxMin)]
    [InlineData(Objective.AverageRate)]
    [InlineData(Objective.Weighted)]
    [InlineData(Objective.ProportionalFair)]
    public void Certify_LargeNetwork_IsConfirmedAndNotBelowThePlan(Objective objective)
    {
        foreach (var shape in Enum.GetValues<JobShape>())
        {
            var settings = EntsSettings.Light with { Jobs = shape, Objective = objective };
            var snapshot = new EntsWorld(3, settings).Snapshot(Large, 12);
            var certificate = UpperBound.Certify(snapshot, objective, Work)!;
            Assert.StartsWith("multiplicative weights", certificate.Method, StringComparison.Ordinal);
            Confirmed(snapshot, certificate);
        }
    }

    [Fact]
    public void Certify_LargeNetworkTwice_SameBytes()
    {
        var snapshot = new EntsWorld(5, EntsSettings.Light).Snapshot(Large, 8);
        foreach (var objective in new[] { Objective.MaxMin, Objective.AverageRate })
        {
            Assert.Equal(Bytes(snapshot, objective), Bytes(snapshot, objective));
        }

        static string Bytes(NetworkSnapshot snapshot, Objective objective) =>
            JsonSerializer.Serialize(UpperBound.Certify(snapshot, objective, Work), DomainJson.Options);
    }

    [SkippableFact]
    public void Weights_ProvenOptima_AreNeverBelowAndNear()
    {
        var gaps = new List<double>();
        foreach (var instance in Instances())
        {
            var problem = new BoundProblem(instance.Snapshot);
            var certificate = new MaxMinWeights(problem, 20_000_000).Find(0);
            Assert.True(certificate.Bound >= instance.Rate * (1 - 1e-9), instance.Name);
            Assert.Empty(CertificateCheck.Check(instance.Snapshot, certificate));
            gaps.Add(certificate.Bound / instance.Rate - 1);
        }

        Assert.True(gaps.Average() < 0.5, $"mean gap {gaps.Average()}");
    }

    [Theory]
    [InlineData(Objective.MaxMin)]
    [InlineData(Objective.AverageRate)]
    public void Check_DamagedCertificateOfALargeNetwork_IsRefused(Objective objective)
    {
        var snapshot = new EntsWorld(5, EntsSettings.Light).Snapshot(Large, 40);
        var sound = UpperBound.Certify(snapshot, objective, Work)!;
        Assert.Empty(CertificateCheck.Check(snapshot, sound));
        Assert.NotEmpty(sound.Prices);
        Refused(sound with { Bound = sound.Bound * 0.8 });
        Refused(sound with { Prices = [.. sound.Prices.Select(p => p with { Price = -p.Price })] });
        Refused(sound with { Prices = [.. sound.Prices, new ResourcePrice("link nowhere", 1)] });
        Refused(sound with { Bound = double.NaN });

        void Refused(Certificate damaged) => Assert.NotEmpty(CertificateCheck.Check(snapshot, damaged));
    }

    [Theory]
    [InlineData(Objective.MaxMin)]
    [InlineData(Objective.AverageRate)]
    public void Weights_DegenerateInput_ProveWhatThereIs(Objective objective)
    {
        var world = new EntsWorld(2, EntsSettings.Light).Snapshot(9, 4);
        var isThere = world.Jobs[0].Tasks[0].Constraints.Nodes.Single();
        NetworkSnapshot[] all =
        [
            world with { Links = [] },
            world with { Links = [.. world.Links.Select(l => l with { Capacity = new BitsPerSecond(0) })] },
            world with { Nodes = [.. world.Nodes.Where(n => n.Id == isThere)], Links = [], Jobs = [world.Jobs[0]] },
            world with { Nodes = [.. world.Nodes.Select(n => n with
            {
                Capacity = n.Capacity with { Speed = new WorkRate(0) },
            })] },
            world with { Nodes = [.. world.Nodes.Select(n => n with
            {
                Capacity = n.Capacity with { Memory = new Bytes(0) },
            })] },
            world with { Jobs = [.. world.Jobs.Select(j => j with { Flows = [] })] },
            world with { Jobs = [world.Jobs[0] with { Id = new JobId("same") }, .. world.Jobs] },
        ];
        foreach (var snapshot in all)
        {
            Holds(snapshot with { Options = snapshot.Options with { Objective = objective } }, objective);
        }
    }

    /// <summary>Finds a bound by weights, whatever the size, and has it confirmed beside a plan.</summary>
    private static void Holds(NetworkSnapshot snapshot, Objective objective)
    {
        var problem = new BoundProblem(snapshot, isLarge: true);
        if (problem.Jobs.Length == 0 || (objective == Objective.MaxMin && problem.Nowhere.Count > 0)
            || objective == Objective.Makespan)
        {
            return;
        }

        Confirmed(snapshot, objective == Objective.MaxMin
            ? MaxMinCertificate.Find(problem, 0, Work) : RateCertificate.Find(problem, objective, Work));
    }

    private static void Confirmed(NetworkSnapshot snapshot, Certificate certificate)
    {
        var plan = Planner.Plan(snapshot, 1);
        var proven = plan with { Report = plan.Report with { Certificate = certificate } };
        Assert.Empty(PlanVerifier.Check(snapshot, proven));
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
