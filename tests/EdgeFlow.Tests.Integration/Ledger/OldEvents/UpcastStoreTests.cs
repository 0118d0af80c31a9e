using EdgeFlow.Control.Database;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.Ledger.OldEvents;

/// <summary>An event of an older version goes through its upcaster wherever it is read: stream, feed, fold and read
/// model.</summary>
public sealed class UpcastStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public async Task Read_EventUnderAnOldNameAndShape_IsTodaysEverywhere()
    {
        var address = await PostgresFixture.FreshDatabase();
        await WriteAsBefore(address);
        await using var store = await PostgresEventStore.Open(Options(address, Today()));

        var folded = await store.Aggregate<JobState?>("job-j1", null, JobDecider.Evolve);
        var all = (await store.ReadAll(0, 10)).Events;
        await store.Append(AppendRequest.To(
            "job-j1", "job", ExpectedVersion.Exactly(1), new JobPlanned(new JobId("j1"), 3, At)));
        foreach (var projection in ControlDatabase.Projections)
        {
            await store.Rebuild(projection);
        }

        Assert.Equal(70, folded.State!.Demand.Priority);
        Assert.Equal(new TaskId("see"), Assert.Single(folded.State.Tasks));
        Assert.IsType<JobSubmitted>(Assert.Single(all).Data);
        await using var select = store.DataSource.CreateCommand(
            "select job || ' ' || status || ' ' || priority || ' ' || version from jobs");
        Assert.Equal("j1 Planned 70 2", await select.ExecuteScalarAsync());
    }

    // As a version would have written that called the event otherwise, had the priority beside the demand, and did not
    // name the tasks.
    private static async Task WriteAsBefore(string address)
    {
        await using var control = await ControlDatabase.Open(
            new DatabaseOptions(address, ""), TimeProvider.System, NullLogger.Instance, default);
        var registry = new EventRegistry(DomainJson.Options).Register<JobEntered>("job_entered");
        await using var store = await PostgresEventStore.Open(Options(address, registry));
        var demand = new JobDemand(JobMode.Stream, null, null, null, 0, null, WhenInfeasible.Wait);
        await store.Append(AppendRequest.To(
            "job-j1", "job", ExpectedVersion.None,
            new JobEntered(new JobId("j1"), new ApplicationName("app"), 1, 70, demand, At)));
    }

    private static EventRegistry Today() => ControlDatabase.Registry()
        .Upcast("job_entered", "job_submitted", old =>
        {
            var now = old.AsObject();
            now["demand"]!["priority"] = now["importance"]!.GetValue<int>();
            now.Remove("importance");
            now["parameters"] = new System.Text.Json.Nodes.JsonObject();
            now["tasks"] = new System.Text.Json.Nodes.JsonArray("see");
            return now;
        });

    private static EventStoreOptions Options(string address, EventRegistry registry) =>
        new() { ConnectionString = address, Registry = registry };

    private sealed record JobEntered(
        JobId Job, ApplicationName Application, int Version, int Importance, JobDemand Demand,
        DateTimeOffset OccurredAt) : IEvent;
}
