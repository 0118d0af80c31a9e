using System.Text.Json;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Exchange.Submissions;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Outbox;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>The same conversation over every broker: jobs by message, answers and events to everybody.</summary>
[Collection(MessageCollection.Name)]
public sealed class BrokerTests(DaprBedFixture dapr)
{
    private const string Application = "by-message";

    [SkippableTheory]
    [InlineData(BrokerKind.InMemory)]
    [InlineData(BrokerKind.Redis)]
    [InlineData(BrokerKind.Mqtt)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Messages_SubmittedRepeatedAndBad_AreAnsweredAndToldInOrder(BrokerKind kind)
    {
        var missing = MessageBed.Missing(kind);
        Skip.If(missing is not null, missing);
        await using var bed = await MessageBed.Start(dapr.Bed!, kind);
        await Ready(bed);
        await bed.Plane.Declare(Manifests.Chain(Application, "batch"));

        var good = Submission("order-1", new { application = Application });
        await bed.Send(MessageBed.Submissions, good);
        await bed.Send(MessageBed.Submissions, good);
        await bed.Send(
            MessageBed.Submissions, JsonSerializer.Serialize(new { application = Application, job = "bare-1" }),
            "application/json");
        await bed.Send(MessageBed.Submissions, Submission("order-2", new { application = "nowhere" }));
        await bed.Send(MessageBed.Submissions, """{"specversion":"1.0","id":"x","source":"t","type":"weather.v1"}""");

        await bed.Until(() => Answers(bed).Count >= 3 && bed.Observer.DeadLetters.Any(IsWeather), "the answers");
        var jobs = await bed.Plane.Get<Page<JobView>>("/v1/jobs");
        Assert.Equal(2, jobs.Items.Count);
        var accepted = Answers(bed).First(answer => Text(answer, "correlationid") == "order-1");
        Assert.Equal(SubmissionAnswer.Accepted, Text(accepted, "type"));
        var job = accepted.GetProperty("data").GetProperty("job").GetString()!;
        Assert.Contains(jobs.Items, item => item.Job == job);
        var refused = Answers(bed).First(answer => Text(answer, "correlationid") == "order-2");
        Assert.Equal(SubmissionAnswer.Refused, Text(refused, "type"));
        var problem = refused.GetProperty("data").GetProperty("problem");
        Assert.Equal("/problems/invalid-body", problem.GetProperty("type").GetString());

        using var cancel = await bed.Plane.Http.PostAsync($"/v1/jobs/{job}/cancel", null);
        Assert.True(cancel.IsSuccessStatusCode);
        await bed.Until(async () => (await bed.Plane.Job(job)).Status == JobStatus.Cancelled, "the cancelling");
        await Told(bed, job);
        await Counted(bed, kind);
    }

    // A broker that keeps nothing for consumers that are not there yet: first everybody must hear.
    private static async Task Ready(MessageBed bed)
    {
        await bed.Until(
            async () =>
            {
                await bed.Send(MessageBed.Events, """{"specversion":"1.0","id":"p","source":"t","type":"probe.v1"}""");
                return bed.Observer.Events.Any(item => Text(item, "type") == "probe.v1");
            },
            "the observer's subscription");
        await bed.Until(
            async () =>
            {
                await bed.Send(
                    MessageBed.Submissions, """{"specversion":"1.0","id":"p","source":"t","type":"probe.v1"}""");
                return bed.Observer.DeadLetters.Count > 0;
            },
            "the control plane's subscription");
    }

    // Every public event is there, and each subject's come in the order in which they happened.
    private static async Task Told(MessageBed bed, string job)
    {
        var types = PublicEvents.All.Select(type => type.Stored).ToHashSet();
        var stored = (await bed.Plane.Events()).Where(item => types.Contains(item.Type)).ToList();
        var ids = stored.Select(item => $"{item.Stream}/{item.Version}").ToHashSet();
        await bed.Until(
            () => ids.IsSubsetOf(bed.Observer.Events.Select(item => Text(item, "id")).OfType<string>()),
            "that all events were told");

        var told = bed.Observer.Events.Where(item => Text(item, "subject") == job && ids.Contains(Text(item, "id")!))
            .DistinctBy(item => Text(item, "id")).ToList();
        Assert.Equal(
            told.OrderBy(item => Text(item, "sequence"), StringComparer.Ordinal).Select(item => Text(item, "id")),
            told.Select(item => Text(item, "id")));
        Assert.Equal("io.edgeflow.job.submitted.v1", Text(told[0], "type"));
        Assert.Equal("io.edgeflow.job.cancelled.v1", Text(told[^1], "type"));
        Assert.Equal("order-1", Text(told[0], "correlationid"));
        Assert.All(told, item => Assert.Equal("/edgeflow/default", Text(item, "source")));
    }

    private static async Task Counted(MessageBed bed, BrokerKind kind)
    {
        await bed.Until(
            async () => await bed.Plane.Get<OutboxView>("/v1/outbox") is { Behind: 0, SetAside: 0 }, "being level");
        var outbox = await bed.Plane.Get<OutboxView>("/v1/outbox");

        Assert.Equal(2, outbox.Messages[MessageCounts.Accepted]);
        Assert.Equal(1, outbox.Messages[MessageCounts.Refused]);
        var dropped = outbox.Messages[MessageCounts.Dropped];
        Assert.True(dropped >= 2);
        // What is no JSON never comes here: the sidecar moves it by itself. Where the observer shares the sidecar, the
        // dead letters are delivered to it alone.
        await bed.Send(MessageBed.Submissions, "no JSON at all", "text/plain", isRaw: true);
        await bed.Until(
            async () => kind == BrokerKind.InMemory
                || (await bed.Plane.Get<OutboxView>("/v1/outbox")).Messages[MessageCounts.Dead] > dropped,
            "all dead letters to be counted");
        Assert.True(outbox.IsPublishing);
    }

    private static List<JsonElement> Answers(MessageBed bed) => [.. bed.Observer.Events.Where(item =>
        Text(item, "type")!.StartsWith("io.edgeflow.submission.", StringComparison.Ordinal))
        .DistinctBy(item => Text(item, "id"))];

    private static bool IsWeather(JsonElement message) => Text(message, "type") == "weather.v1";

    private static string Submission(string id, object data) => JsonSerializer.Serialize(
        new { specversion = "1.0", id, source = "/shop", type = SubmissionMessage.Type, data });

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) ? value.GetString() : null;
}
