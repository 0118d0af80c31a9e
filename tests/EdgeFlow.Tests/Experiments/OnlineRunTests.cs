using EdgeFlow.Experiments.Figures;
using EdgeFlow.Experiments.Instances;
using EdgeFlow.Experiments.Reporting;
using EdgeFlow.Experiments.Simulation;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Baselines;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Tests.Planning;
using Xunit;

namespace EdgeFlow.Tests.Experiments;

/// <summary>The online simulation: every plan of it passes the verifier, or the run throws.</summary>
public sealed class OnlineRunTests
{
    private static readonly OnlineSettings s_settings = new(EntsSettings.Default, Nodes: 12, Jobs: 10, Lifetime: 40);

    [Theory]
    [InlineData("otfa")]
    [InlineData("otfs")]
    [InlineData("tp")]
    [InlineData("tier0")]
    public void Play_ArrivalsDeparturesAndFailures_IsTheSameTwice(string policy)
    {
        var settings = s_settings with { FailuresPerNodeHour = 20, RepairSeconds = 10, IsLifetimeExponential = true };
        var (first, second) = (Play(settings, policy), Play(settings, policy));
        Assert.Equal(first.Rates, second.Rates);
        Assert.Equal((first.Queueing, first.Moved), (second.Queueing, second.Moved));
        Assert.True(first.Rates.Average > 0);
    }

    [Fact]
    public void Play_NoFailures_MovesNoTaskOfOtfa()
    {
        var result = Play(s_settings, "otfa");
        Assert.Equal(0, result.Moved);
        Assert.True(result.Waiting >= result.Queueing);
    }

    [Fact]
    public void Play_AdmittedAtRateZero_WaitsLessAndIsNoFaster()
    {
        // One megabit a second for raw frames: the first jobs fill the links.
        var settings = s_settings with { Nodes = 8, Jobs = 14, Lifetime = 200 };
        var entry = new OtfsPolicy(EntsReadings.Default with { AdmitAtZero = true }, "otfs-zero/1");
        var (waits, zero) = (
            Play(settings, "otfs"), new OnlineRun(new OnlineInstance(settings, 1), entry).Play());
        Assert.True(zero.Queueing < waits.Queueing, $"{zero.Queueing} s, {waits.Queueing} s");
        Assert.True(zero.Rates.Average <= waits.Rates.Average, $"{zero.Rates.Average}, {waits.Rates.Average}");
        Assert.Equal(0, zero.Rates.Min);
    }

    [Theory]
    [InlineData("otfa")]
    [InlineData("otfs")]
    [InlineData("tp")]
    [InlineData("tier0")]
    public void Play_MulticastCountedOnce_IsSoundAndTheSameTwice(string policy)
    {
        var settings = s_settings with { CountsMulticastOnce = true };
        Assert.Equal(Play(settings, policy).Rates, Play(settings, policy).Rates);
    }

    [Fact]
    public void Rates_TwoTasksOnOneNodeReadOneResult_CountItOnce()
    {
        var snapshot = Scene.Snapshot(
            [Scene.Node("a", 100), Scene.Node("b", 100)], [Scene.Link("a", "b", 2)],
            Scene.Job(
                "j", Scene.Stream(), [Scene.Task("s", 0, "a"), Scene.Task("t", 1, "b"), Scene.Task("u", 1, "b")],
                Scene.Flow("s", "t", 1), Scene.Flow("s", "u", 1)));
        var plan = Planner.Plan(snapshot, 1);
        Assert.Equal(1, plan.Jobs[0].Rate.Value, 1e-5);
        var rates = Multicast.Rates(snapshot, plan, new TierZeroPolicy());
        Assert.Equal(2, rates[plan.Jobs[0].Job], 1e-5);
    }

    [Fact]
    public void Play_TraceOfArrivals_ComesAtItsTimes()
    {
        var instance = new OnlineInstance(s_settings with { Jobs = 3, Trace = [1, 1, 7.5] }, 1);
        Assert.Equal([1, 1, 7.5], instance.Events.Select(e => e.At));
        Assert.Equal(0, new OnlineRun(instance, PolicyCatalog.Find("lr")!.Make()).Play().NeverPlaced);
    }

    [Fact]
    public void Play_DecidedInPeriods_WaitsForTheNext()
    {
        var result = Play(s_settings with { Period = 10 }, "tp");
        Assert.InRange(result.Queueing, 1, 10);
    }

    [Fact]
    public void Sweep_SmallPanel_HasTableCsvAndPlot()
    {
        var panel = Panel.All.Single(p => p.Letter == 'd');
        var sweep = panel.Along(s_settings);
        sweep = sweep with
        {
            Points = [.. sweep.Points.Take(2).Select(p => (p.X, p.Settings with { Nodes = 8, Jobs = 3 }))],
        };
        var policies = new[] { "tp", "otfa" }.Select(n => PolicyCatalog.Find(n)!).ToList();
        var report = new PanelReport(panel, SweepResult.Play(sweep, policies, 2, _ => { }), "assumed");
        Assert.Contains(report.Lines(), l => l.StartsWith("  over tp", StringComparison.Ordinal));
        Assert.Equal(1 + 2 * 2, report.Csv().Count());
        System.Xml.Linq.XDocument.Parse(report.Plot());
    }

    [Fact]
    public void Of_KnownValues_GivesStudentsInterval()
    {
        var estimate = Estimate.Of([1, 2, 3, 4]);
        Assert.Equal(2.5, estimate.Mean, 1e-12);
        Assert.Equal(3.182 * Math.Sqrt(5.0 / 3) / 2, estimate.HalfWidth, 1e-9);
        Assert.Equal(new Estimate(0, 0), Estimate.Of([]));
    }

    private static OnlineResult Play(OnlineSettings settings, string policy) =>
        new OnlineRun(new OnlineInstance(settings, 3), PolicyCatalog.Find(policy)!.Make()).Play();
}
