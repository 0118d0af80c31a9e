using System.Collections.Concurrent;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Ledger.Branches;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Branches;

/// <summary>What if nothing had been different: what happened, decided again.</summary>
public sealed class SameBranchTests
{
    private const int Largest = 1_000_000_000;

    /// <summary>How many histories are tried, the same ones each time; EDGEFLOW_HISTORIES asks for so many
    /// others.</summary>
    private const int Histories = 2000;

    /// <summary>How many of these have a control plane that is started with other options now and then.</summary>
    private const int Restarted = 500;

    private const int Few = 30;

    private static readonly int? s_others =
        int.TryParse(Environment.GetEnvironmentVariable("EDGEFLOW_HISTORIES"), out var asked) ? asked : null;

    [Fact]
    public void Run_NothingChanges_EveryEventIsTheRecordedOne() => AssertSame(Histories, false);

    [Fact]
    public void Run_ControlPlanesStartedOtherwise_EveryEventIsTheRecordedOne() => AssertSame(Restarted, true);

    private static void AssertSame(int histories, bool restarts) => Check(histories, seeds =>
    {
        var history = PlannedHistory.Of(restarts, seeds);
        var recording = history.Recording;
        var from = recording.PlaceAfter((long)(seeds.Length == 0 ? 0 : seeds[0] % (recording.Count + 1)));

        var (outcome, events) = Run(recording, Window(recording, from), BranchSpec.Same);

        Assert.Null(outcome.Reproduced.First);
        Assert.Equal(outcome.Reproduced.Of, outcome.Reproduced.Same);
        Assert.Equal(
            history.Events.Skip(from).Select(entry => Line(entry.StreamId, entry.Data)).Order(StringComparer.Ordinal),
            events.Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Run_DecisionWithoutAPlanFromNineEventsBefore_IsTheRecordedOne()
    {
        // A job is refused by what was read before most of the history: found by the property among 2,000 histories.
        var recording = PlannedHistory.Of(
            2_729_808, 5_484, 4_025_290, 427_367_445, 820_278_851, 797_800_050, 668_516_754, 941_554_427, 395_337_778,
            959_627_985).Recording;

        var (outcome, _) = Run(recording, Window(recording, 0), BranchSpec.Same);

        Assert.Null(outcome.Reproduced.First);
        Assert.Equal(1, outcome.Reproduced.Of);
    }

    [Fact]
    public void Run_NothingChanges_FiguresAreTheRecordedOnes() => Check(Few, seeds =>
    {
        var recording = PlannedHistory.Of(seeds).Recording;
        var window = Window(recording, 0);

        var (outcome, _) = Run(recording, window, BranchSpec.Same);

        var was = BranchStudy.Base(recording, window);
        Assert.Equal(was.Plans, outcome.Figures.Plans);
        Assert.Equal(was.Jobs, outcome.Figures.Jobs);
    });

    internal static BranchWindow Window(Recording recording, int from) =>
        new(from, from == 0 ? recording.First : recording.TimeOf(from), recording.Last);

    internal static (BranchOutcome Outcome, List<string> Events) Run(
        Recording recording, BranchWindow window, BranchSpec spec)
    {
        var events = new List<string>();
        var planner = new BranchPlanner(
            recording.Options, spec.Policy, new ConcurrentDictionary<string, Improvement>());
        var outcome = BranchRun.Run(
            recording, window, spec, planner, (stream, change) => events.Add(Line(stream, change)));
        return (outcome, events);
    }

    internal static void Check(int times, Action<int[]> property)
    {
        var shrink = ArbMap.Default.ArbFor<int[]>();
        var numbers = Arb.From(
            Gen.Choose(0, Largest).ArrayOf(),
            seeds => shrink.Shrinker(seeds).Where(smaller => smaller.All(seed => seed >= 0)));
        var config = Config.QuickThrowOnFailure.WithMaxTest(s_others ?? times).WithEndSize(60);
        Prop.ForAll(numbers, seeds => property(seeds))
            .Check(s_others is null ? config.WithReplay(20261122, 17) : config);
    }

    private static string Line(string stream, IEvent change) => $"{stream} {DomainJson.Write(change)}";
}
