using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Reports;
using EdgeFlow.Planning.Budgets;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reports;

/// <summary>A node dies in the middle of a batch task: what the attempt can have used at most.</summary>
public sealed class DeadAttemptTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly JobId Job = new("j");
    private static readonly NodeId Edge = new("edge");

    private static readonly ApplicationSpec App = ((ManifestAccepted)ManifestReader.Read("""
        apiVersion: edgeflow.io/v1
        kind: Application
        metadata: { name: app }
        spec:
          mode: batch
          tasks:
            - { id: see, stage: { builtin: numbers }, work: 1, memory: 1MB }
            - { id: tell, stage: { builtin: pass }, needs: [see], work: 1, memory: 1MB }
        """)).Spec;

    // Ten watts, 3,600 an hour: one a second.
    private static readonly PlannedCosts Costs = new(
        false, 0, [new(new("tell"), new("fog"), 4, 10, 3_600)],
        [new(new(new("see"), new("tell")), Edge, 500, [new(new("a-b"), 1)])]);

    [Fact]
    public void Died_InputsAreThere_BeganWhenTheLastOfThemWas()
    {
        var dead = Attempts(See(3)).Died(App.Tasks[1], [1], Death(10))!;

        Assert.Equal((At(3), 7_000), (dead.Began, dead.MostMs));
        Assert.Equal([(new TaskId("see"), 700L)], dead.Inputs);
        Assert.Equal(At(1), Attempts().Died(App.Tasks[0], [1], Death(10))!.Began);
    }

    [Fact]
    public void Died_SamePlaceInMorePlans_BeganUnderTheFirstThatRan()
    {
        var attempts = Attempts(new JobPlanned(Job, 2, At(4)), new JobStarted(Job, 2, At(5)));

        Assert.Equal([2, 1], attempts.Epochs);
        Assert.Equal(At(1), attempts.Died(App.Tasks[0], [2, 1], Death(10))!.Began);
        Assert.Equal(At(5), attempts.Died(App.Tasks[0], [2], Death(10))!.Began);
    }

    [Fact]
    public void Died_AfterAFailure_BeganAfterIt()
    {
        var attempts = Attempts(new TaskFailed(Job, new("see"), 1, 1, Edge, "Bug", "it broke", At(6)));

        Assert.Equal(At(6), attempts.Died(App.Tasks[0], [1], Death(10))!.Began);
    }

    [Fact]
    public void Died_FailedAfterTheLastHeartbeat_UsedItUntilThen()
    {
        var attempts = Attempts(
            new TaskFailed(Job, new("see"), 1, 1, Edge, "Bug", "it broke", At(6)),
            new TaskFailed(Job, new("see"), 2, 1, Edge, "Stopped", "it was stopped", At(9)));

        var dead = attempts.Died(App.Tasks[0], [1], Death(8))!;

        Assert.Equal((At(6), At(9)), (dead.Began, dead.Ended));
    }

    [Fact]
    public void Died_ProcessBeganLater_BeganNotBeforeIt() => Assert.Equal(
        At(8), Attempts().Died(App.Tasks[0], [1], Death(10, since: 8))!.Began);

    [Fact]
    public void Died_NothingCanHaveBegun_IsNothing()
    {
        Assert.Null(Attempts().Died(App.Tasks[1], [1], Death(10)));
        Assert.Null(Attempts(See(3)).Died(App.Tasks[0], [1], Death(10)));
        Assert.Null(Attempts().Died(App.Tasks[0], [1], Death(1)));
        Assert.Null(Attempts(new JobPlanned(Job, 2, At(4))).Died(App.Tasks[0], [2], Death(10)));
    }

    [Fact]
    public void Die_AttemptOnANode_CountsAtMostApartFromWhatIsKnown()
    {
        var book = Planned(out var dead);

        book.Die("fog", "fog-1", dead);
        book.Die("fog", "fog-1", dead);

        var usage = Assert.Single(book.Sums.Usage);
        Assert.Equal((Noon, "tell", "fog", "acme"), (usage.Key.Hour, usage.Key.Task, usage.Key.Node, usage.Sum.Tenant));
        Assert.Equal((7_000, 70, 7), (usage.Sum.AtMostComputeMs, usage.Sum.AtMostJoules, usage.Sum.AtMostPrice));
        Assert.Equal((0, 0), (usage.Sum.LostComputeMs, usage.Sum.ComputeMs));
        var link = Assert.Single(book.Sums.Links).Sum;
        Assert.Equal((700, 0, 0), (link.AtMostBytes, link.LostBytes, link.Bytes));
    }

    [Fact]
    public void Apply_ProcessThatReturns_TakesBackWhatItsDeathCountedAndNoOthers()
    {
        var first = Planned(out var dead);
        first.Die("fog", "fog-1", dead);
        first.Die("fog", "fog-2", dead with { Began = dead.Began.AddSeconds(1) });

        // Another control plane goes on from what was stored.
        var book = new UsageBook([.. first.ChangedPlans], [.. first.ChangedMarks]);
        Apply(book, new NodeReturned(new("fog"), "fog-1", At(20)));
        Apply(book, new NodeReturned(new("fog"), "fog-1", At(21)));

        Assert.Equal(-7_000, book.Sums.Usage.Sum(entry => entry.Sum.AtMostComputeMs));
        Assert.Equal(-700, book.Sums.Links.Sum(entry => entry.Sum.AtMostBytes));
        book.Die("fog", "fog-1", dead);
        Assert.Equal(0, book.Sums.Usage.Sum(entry => entry.Sum.AtMostComputeMs));
    }

    private static UsageBook Planned(out DeadAttempt dead)
    {
        var book = new UsageBook([], []);
        book.Adopt("j", 1, Costs);
        Apply(book, new JobPlanned(Job, 1, Noon));
        Assert.Equal("j", Assert.Single(book.BatchesOn("fog")).Job);
        Assert.Empty(book.BatchesOn("edge"));
        dead = Attempts(See(3)).Died(App.Tasks[1], [1], Death(10))!;
        return book;
    }

    private static JobAttempts Attempts(params IEvent[] more)
    {
        var attempts = new JobAttempts();
        IEvent[] first =
        [
            new JobSubmitted(Job, App.Name, 1, App.Demand, new Dictionary<string, string>(), Noon)
            {
                Tasks = [new("see"), new("tell")],
            },
            new JobPlanned(Job, 1, Noon), new JobStarted(Job, 1, At(1)),
        ];
        foreach (var change in first.Concat(more))
        {
            attempts.Apply(change);
        }

        return attempts;
    }

    private static TaskCompleted See(int second) => new(Job, new("see"), 1, 1, Edge, "h", 700, 3, At(second));

    private static NodeDeath Death(int until, int since = -9) => new(Edge, "edge-1", At(since), At(until), 99);

    private static DateTimeOffset At(int second) => Noon.AddSeconds(second);

    private static void Apply(UsageBook book, IEvent data) => book.Apply(
        new RecordedEvent(
            1, Guid.Empty, "job-j", 1, EventCatalog.NameOf(data.GetType()), data, Noon,
            new EventMetadata(null, null, null))
        { Tenant = "acme" },
        _ => 0);
}
