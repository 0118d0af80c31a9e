using System.Collections.Concurrent;
using EdgeFlow.Control.Database;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Tests.Integration.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using JobStatus = EdgeFlow.Protocol.Jobs.JobStatus;

namespace EdgeFlow.Tests.Integration.Control;

/// <summary>
/// A history that breaks off after any of its commits: what comes back finds these events and nothing else, no
/// workflow, no results, no outputs on nodes. It must finish the job all the same.
/// </summary>
public sealed class PrefixTests
{
    private const int Frames = 20;
    private const int AtOnce = 3;
    private const string Sink = "right";
    private static readonly string[] Names = ["one", "two", "three"];

    [Theory]
    [InlineData("stream")]
    [InlineData("batch")]
    public async Task Prefix_OfARecordedHistory_IsLoadedRecoveredAndFinished(string mode)
    {
        var recorded = await Record(mode);
        var lengths = Commits(recorded);
        var states = new ConcurrentBag<JobStatus>();

        await Parallel.ForEachAsync(
            lengths, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (length, _) => states.Add(await Finish(mode, [.. recorded.Take(length)])));

        Assert.Equal(lengths.Count, states.Count);
        Assert.All(states, state => Assert.Equal(JobStatus.Completed, state));
        Assert.True(lengths.Count > 8, $"{lengths.Count} prefixes are hardly a history");
    }

    private static async Task<IReadOnlyList<RecordedEvent>> Record(string mode)
    {
        await using var plane = await Plane.Start();
        await Nodes(plane);
        await plane.Declare(Manifests.Chain("prefix", mode, delayMs: 5));
        var job = (await plane.Submit(new JobSubmission("prefix", Job: "told", Frames: Frames))).Job;
        await plane.Until(job, view => view.Status == JobStatus.Completed);
        await plane.Departed(job);
        return (await plane.Control.Parts.GetRequiredService<PostgresEventStore>().ReadAll(0, 1_000)).Events;
    }

    // A history can only break off between two commits: their events have the time of their transaction.
    private static List<int> Commits(IReadOnlyList<RecordedEvent> recorded) =>
    [
        .. Enumerable.Range(1, recorded.Count)
            .Where(k => k == recorded.Count || recorded[k].Timestamp != recorded[k - 1].Timestamp),
    ];

    private static async Task<JobStatus> Finish(string mode, IReadOnlyList<RecordedEvent> prefix)
    {
        var address = await PostgresFixture.FreshDatabase();
        await Store(address, prefix);
        await using var plane = await Plane.Start(options => options with { Database = address });
        await Nodes(plane);
        if (!prefix.Any(entry => entry.Data is ApplicationDeclared))
        {
            await plane.Declare(Manifests.Chain("prefix", mode, delayMs: 5));
        }

        if (!prefix.Any(entry => entry.Data is JobSubmitted))
        {
            await plane.Submit(new JobSubmission("prefix", Job: "told", Frames: Frames));
        }

        var done = await plane.Until("told", view => view.Status is JobStatus.Completed or JobStatus.Failed, 180);

        // Results are no events: they are stored before the event that says that they are complete, and are not here.
        if (!prefix.Any(entry => entry.Data is JobCompleted or TaskCompleted { Task.Value: Sink }))
        {
            var results = (await plane.Get<Page<StoredResult>>("/v1/jobs/told/results?limit=1000")).Items;
            Assert.Equal(Enumerable.Range(0, Frames).Select(i => (long)i), results.Select(item => item.Frame));
        }

        return done.Status;
    }

    private static async Task Store(string address, IReadOnlyList<RecordedEvent> events)
    {
        await using var database = await ControlDatabase.Open(
            new DatabaseOptions(address, "unused"), TimeProvider.System, NullLogger.Instance, default);
        foreach (var entry in events)
        {
            var stream = new StreamAppend(
                entry.StreamId, entry.StreamId.Split('-')[0], ExpectedVersion.Exactly(entry.Version - 1),
                [entry.Data]) { Metadata = entry.Metadata };
            var appended = await database.Store.Append(new AppendRequest { Streams = [stream] });
            Assert.IsType<AppendResult.Appended>(appended);
        }
    }

    private static async Task Nodes(Plane plane)
    {
        foreach (var name in Names)
        {
            await plane.AddNode(name);
        }
    }
}
