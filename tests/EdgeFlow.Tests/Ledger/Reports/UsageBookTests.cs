using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Protocol.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reports;

/// <summary>What the book of usage counts, and when.</summary>
public sealed class UsageBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly JobId Job = new("j");
    private static readonly NodeId Edge = new("edge");

    // Ten frames a second; half a tenth of a second and 1,000 bytes a frame; 36 an hour is a hundredth a second.
    private static readonly PlannedCosts Stream = new(
        true, 10, [new(new("see"), Edge, 0.05, 20, 36)],
        [new(new(new("see"), new("tell")), Edge, 1_000, [new(new("a-b"), 2), new(new("b-c"), 0)])]);

    [Fact]
    public void Count_StreamThatRuns_PromisesItsRateHourByHour()
    {
        var book = Running(Stream, Noon.AddMinutes(30));

        book.Count(Noon.AddMinutes(90));

        Assert.Equal([Noon, Noon.AddHours(1)], book.Sums.Usage.Select(entry => entry.Key.Hour));
        var (frames, ms, joules, price) = Planned(book);
        Assert.Equal((36_000, 1_800_000, 36_000, 18), (frames, ms, joules, Math.Round(price, 9)));
        Assert.Equal(2 * 36e6, book.Sums.Links.Sum(entry => entry.Sum.PlannedBytes), 3);
        Assert.Equal(0.072, book.Sums.Links.Sum(entry => entry.Sum.PlannedPrice), 9);
        Assert.Equal("acme", book.Sums.Usage[0].Sum.Tenant);
    }

    [Fact]
    public void Apply_NewPlanAndEnd_StopThePromiseThere()
    {
        var book = Running(Stream, Noon);
        book.Adopt("j", 2, Stream with { Rate = 20 });
        Apply(book, new JobPlanned(Job, 2, Noon.AddSeconds(10)));
        Apply(book, new JobStarted(Job, 2, Noon.AddSeconds(12)));
        Apply(book, new JobCompleted(Job, 5, Noon.AddSeconds(22)));

        book.Count(Noon.AddHours(2));

        Assert.Equal(100 + 200, Planned(book).Frames);
    }

    [Fact]
    public void Count_PlanThatWasNeverHosted_PromisesNothing()
    {
        var book = new UsageBook([], []);
        book.Adopt("j", 1, Stream);
        Apply(book, new JobPlanned(Job, 1, Noon));

        book.Count(Noon.AddHours(1));

        Assert.Empty(book.Sums.Usage);
    }

    [Fact]
    public void Measure_CountersThatGrow_AreCountedOnce()
    {
        var book = Running(Stream, Noon);
        book.Measure("edge", [Counters(10, 500, 7_000)], Noon);
        book.Measure("edge", [Counters(10, 500, 7_000)], Noon);
        book.Measure("edge", [Counters(30, 1_500, 9_000)], Noon.AddHours(1));

        Assert.Equal([10, 20], book.Sums.Usage.Select(entry => entry.Sum.Frames));
        Assert.Equal([500, 1_000], book.Sums.Usage.Select(entry => entry.Sum.ComputeMs));
        Assert.Equal([10, 20], book.Sums.Usage.Select(entry => entry.Sum.Joules));
        Assert.Equal(2 * 9_000, book.Sums.Links.Sum(entry => entry.Sum.Bytes));
        Assert.Equal(0.000018, book.Sums.Links.Sum(entry => entry.Sum.Price), 12);
    }

    [Fact]
    public void Measure_StageMadeAnew_CountsFromZero()
    {
        var book = Running(Stream, Noon);
        book.Measure("edge", [Counters(10, 500, 0)], Noon);
        book.Measure("edge", [Counters(12, 600, 0) with { Instance = "second" }], Noon);
        book.Measure("edge", [Counters(5, 100, 0) with { Instance = null }], Noon);
        book.Measure("edge", [Counters(2, 50, 0) with { Instance = null }], Noon);

        Assert.Equal(10 + 12 + 5 + 2, book.Sums.Usage.Sum(entry => entry.Sum.Frames));
    }

    [Fact]
    public void Measure_JobWithoutAPlan_IsLeftForLater()
    {
        var book = new UsageBook([], []);

        book.Measure("edge", [Counters(10, 500, 0)], Noon);

        Assert.Empty(book.Sums.Usage);
        Assert.Empty(book.ChangedMarks);
    }

    [Fact]
    public void Apply_BatchTask_CountsItsReportAndItsInputs()
    {
        var book = new UsageBook([], []);
        var fog = new NodeId("fog");
        book.Adopt("j", 1, new PlannedCosts(
            false, 0, [new(new("see"), Edge, 2, 10, 0), new(new("tell"), fog, 4, 10, 3_600)],
            [new(new(new("see"), new("tell")), Edge, 500, [new(new("a-b"), 1)])]));
        Apply(book, new JobPlanned(Job, 1, Noon));
        Apply(book, new TaskCompleted(Job, new("see"), 1, 1, Edge, "h", 700, 3_000, Noon));
        Apply(book, new TaskCompleted(Job, new("tell"), 1, 1, fog, "h", 1, 1_000, Noon), _ => 700);

        var told = book.Sums.Usage.Single(entry => entry.Key.Task == "tell").Sum;
        Assert.Equal((1_000, 10, 1, 4_000, 40, 4), (
            told.ComputeMs, told.Joules, told.Price, told.PlannedComputeMs, told.PlannedJoules, told.PlannedPrice));
        var sent = Assert.Single(book.Sums.Links);
        Assert.Equal(("see-to-tell", "edge", "a-b"), (sent.Key.Flow, sent.Key.Node, sent.Key.Link));
        Assert.Equal((700, 500), (sent.Sum.Bytes, sent.Sum.PlannedBytes));
    }

    [Fact]
    public void Measure_AttemptThatCameToNothing_IsLostOnceAndNotUsed()
    {
        var fog = new NodeId("fog");
        var book = new UsageBook([], []);
        book.Adopt("j", 1, new PlannedCosts(
            false, 0, [new(new("tell"), fog, 4, 10, 3_600)],
            [new(new(new("see"), new("tell")), Edge, 500, [new(new("a-b"), 1)])]));
        Apply(book, new JobPlanned(Job, 1, Noon));
        var told = new StageCounters("j", "tell", 1, 0, 0, 0, 0, 0, 0, 0, 0)
        {
            Instance = "first",
            Lost = new LostAttempt(2_000, [new FetchedInput("see", 700), new FetchedInput("near", 9)]),
        };

        book.Measure("fog", [told], Noon);
        book.Measure("fog", [told], Noon.AddSeconds(1));
        var later = new UsageBook([.. book.ChangedPlans], [.. book.ChangedMarks]);
        later.Measure("fog", [told], Noon.AddSeconds(2));
        later.Measure("fog", [told with { Instance = "second" }], Noon.AddSeconds(2));

        var lost = Assert.Single(book.Sums.Usage).Sum;
        Assert.Equal((2_000, 20, 2), (lost.LostComputeMs, lost.LostJoules, lost.LostPrice));
        Assert.Equal((0, 0, 0), (lost.ComputeMs, lost.Joules, lost.Price));
        var link = Assert.Single(book.Sums.Links).Sum;
        Assert.Equal((700, 0), (link.LostBytes, link.Bytes));
        Assert.Equal(2_000, Assert.Single(later.Sums.Usage).Sum.LostComputeMs);
    }

    [Fact]
    public void Count_AtAnyTimesInAnyBooks_GivesTheSameSums() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(1, 5_000), 12).ToArbitrary(), steps =>
        {
            var end = Noon.AddSeconds(steps.Sum());
            var whole = Running(Stream, Noon);
            whole.Count(end);
            var book = Running(Stream, Noon);
            var (frames, now) = (0.0, Noon);
            foreach (var step in steps)
            {
                now = now.AddSeconds(step);
                book.Count(now);
                frames += Planned(book).Frames;

                // Another control plane goes on from what was stored.
                book = new UsageBook([.. book.ChangedPlans], [.. book.ChangedMarks]);
            }

            Assert.Equal(Planned(whole).Frames, frames, 3);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Count_PlanLongOver_IsForgotten()
    {
        var book = Running(Stream, Noon);
        Apply(book, new JobCompleted(Job, 5, Noon.AddMinutes(1)));
        Assert.NotNull(book.PlanOf("j", 1));

        book.Count(Noon.AddHours(2));

        Assert.Null(book.PlanOf("j", 1));
    }

    private static UsageBook Running(PlannedCosts costs, DateTimeOffset at)
    {
        var book = new UsageBook([], []);
        book.Adopt("j", 1, costs);
        Apply(book, new JobPlanned(Job, 1, at));
        Apply(book, new JobStarted(Job, 1, at));
        return book;
    }

    private static void Apply(UsageBook book, IEvent data, Func<TaskId, long>? bytes = null) => book.Apply(
        new RecordedEvent(
            1, Guid.Empty, "job-j", 1, EventCatalog.NameOf(data.GetType()), data, Noon,
            new EventMetadata(null, null, null))
        { Tenant = "acme" },
        bytes ?? (_ => 0));

    private static (double Frames, double Ms, double Joules, double Price) Planned(UsageBook book) => (
        Math.Round(book.Sums.Usage.Sum(entry => entry.Sum.PlannedFrames), 6),
        Math.Round(book.Sums.Usage.Sum(entry => entry.Sum.PlannedComputeMs), 6),
        Math.Round(book.Sums.Usage.Sum(entry => entry.Sum.PlannedJoules), 6),
        book.Sums.Usage.Sum(entry => entry.Sum.PlannedPrice));

    private static StageCounters Counters(long frames, double busyMs, long bytes) =>
        new("j", "see", 1, frames, frames, 0, 0, 0, 0, bytes, busyMs)
        {
            Instance = "first",
            Flows = [new FlowCounter("tell", bytes)],
        };
}
