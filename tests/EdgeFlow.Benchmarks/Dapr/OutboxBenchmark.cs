using System.Diagnostics;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Exchange;

namespace EdgeFlow.Benchmarks.Dapr;

/// <summary>
/// Public events from the event store to one real Kafka broker with acks=all, through one real daprd: first a history
/// that is already there, as fast as it goes; then events that come at a steady pace, and how far behind the topic is.
/// </summary>
internal static class OutboxBenchmark
{
    private const int Jobs = 400;
    private const int EventsOfAJob = 50;
    private const int ShortEventsOfAJob = 15;
    private const int Writers = 8;
    private const int PaceEachSecond = 500;
    private const double LeastShare = 0.9;
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private const string Component = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: kafka
        spec:
          type: pubsub.kafka
          version: v1
          metadata:
          - name: brokers
            value: "{0}"
          - name: authType
            value: none
          - name: requiredAcks
            value: all
        """;

    /// <summary>Measures both, or says what is missing.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        const string What = "outbox to Kafka, acks=all";
        if ((DaprBed.Missing ?? KafkaBroker.Missing) is { } missing)
        {
            return [Row.Skipped(What, missing)];
        }

        await using var kafka = await KafkaBroker.Start();
        await using var bed = await DaprBed.Start();
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, Component, kafka.Address);
        await using var sidecar = await bed.Sidecar(
            new DaprdOptions { AppId = "edgeflow", ActorState = false, Components = [text] });
        var database = await run.Database();
        var events = run.Short ? ShortEventsOfAJob : EventsOfAJob;
        var backlog = await Backlog(await database.Fresh("backlog"), sidecar.Http, events);
        var (p50, p99, pace) = await Behind(await database.Fresh("steady"), sidecar.Http);
        return
        [
            Row.Printed($"outbox to Kafka, acks=all: events/s of a history of {Jobs * events:N0}, {Jobs} jobs",
                $"{Figure.Text(backlog)} /s"),
            Row.Printed($"outbox to Kafka, acks=all: behind the event store at {Figure.Text(pace)} events/s",
                $"p99 {Figure.Text(p99)} ms", $"p50 {Figure.Text(p50)} ms"),
        ];
    }

    private static async Task<double> Backlog(string address, Uri sidecar, int eventsOfAJob)
    {
        // Written where nobody publishes to: the topic's own note begins at the first event.
        await using (var writer = await OutboxPublisher.Start(address, sidecar, new PublishTarget("none", "none")))
        {
            for (var version = 0; version < eventsOfAJob; version++)
            {
                await Task.WhenAll(Enumerable.Range(0, Jobs).Select(job => writer.Append($"j-{job}", version)));
            }
        }

        var target = new PublishTarget("kafka", "backlog");
        await using var publisher = await OutboxPublisher.Start(address, sidecar, target);
        await Until(publisher, 1);
        var (first, clock) = (publisher.Meter.Figures().Published, Stopwatch.StartNew());
        await Until(publisher, Jobs * eventsOfAJob);
        return (publisher.Meter.Figures().Published - first) / clock.Elapsed.TotalSeconds;
    }

    private static async Task<(double P50, double P99, double Pace)> Behind(string address, Uri sidecar)
    {
        await using var publisher = await OutboxPublisher.Start(address, sidecar, new PublishTarget("kafka", "steady"));
        await publisher.Append("warm", 0);
        await Until(publisher, 1);
        var (sent, clock) = (0L, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0L; clock.Elapsed < Steady; number++)
            {
                await publisher.Append($"w-{writer}-{number % Jobs}", number / Jobs);
                Interlocked.Increment(ref sent);
                var due = TimeSpan.FromSeconds((double)(number + 1) * Writers / PaceEachSecond);
                await Task.Delay(due > clock.Elapsed ? due - clock.Elapsed : TimeSpan.Zero);
            }
        })));
        var pace = sent / clock.Elapsed.TotalSeconds;
        await Until(publisher, sent + 1);
        var figures = publisher.Meter.Figures();
        return pace >= LeastShare * PaceEachSecond
            ? (figures.DelayP50Ms!.Value, figures.DelayP99Ms!.Value, pace)
            : throw new InvalidOperationException($"The writers came to {pace:F0} events/s, not {PaceEachSecond}.");
    }

    private static async Task Until(OutboxPublisher publisher, long published)
    {
        var clock = Stopwatch.StartNew();
        while (publisher.Meter.Figures().Published < published)
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException($"Published {publisher.Meter.Figures()}, not {published} events.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }
}
