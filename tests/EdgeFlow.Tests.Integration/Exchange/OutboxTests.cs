using System.Text.Json;
using EdgeFlow.Dapr;
using EdgeFlow.Dapr.PubSub;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Protocol.Problems;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>Publishing to a real Kafka while everything between the events and the topic goes.</summary>
[Collection(MessageCollection.Name)]
public sealed class OutboxTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const int Jobs = 40;
    private const int EventsOfAJob = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly PublishTarget target = new(KafkaFixture.Component, KafkaFixture.Topic);

    [SkippableFact]
    public async Task Publish_BrokerSidecarAndPublisherGoInTheMiddle_AllIsThereInTheOrderOfEachJob()
    {
        Skip.If(KafkaFixture.Missing is not null, KafkaFixture.Missing);
        var address = await PostgresFixture.FreshDatabase();
        await using var first = await OutboxPublisher.Start(address, kafka.Sidecar.Http, target);
        await using var second = await OutboxPublisher.Start(address, kafka.Sidecar.Http, target);
        var ids = new HashSet<string>();
        for (var version = 0; version < EventsOfAJob; version++)
        {
            ids.UnionWith(await Task.WhenAll(
                Enumerable.Range(0, Jobs).Select(job => second.Append($"j-{job}", version))));
            await Disturb(version, first, ids);
        }

        await Until(() => kafka.Told(ids).Count == Jobs * EventsOfAJob, "not everything was told");
        Assert.All(kafka.Told(ids).GroupBy(item => KafkaFixture.Of(item, "subject")), line => Assert.Equal(
            line.Select(item => KafkaFixture.Of(item, "sequence")).Order(StringComparer.Ordinal),
            line.Select(item => KafkaFixture.Of(item, "sequence"))));
        await Until(
            async () => await second.Desk.Status(default) is { Behind: 0, SetAside: 0, IsPublishing: true },
            "the second publisher is not level");
    }

    [SkippableFact]
    public async Task Publish_EventTheBrokerNeverTakes_IsSetAsideAndTheRestGoesOn()
    {
        Skip.If(KafkaFixture.Missing is not null, KafkaFixture.Missing);
        await using var publisher = await OutboxPublisher.Start(
            await PostgresFixture.FreshDatabase(), kafka.Sidecar.Http, target);

        var bad = await publisher.Append("bad", 0, new string('x', PublicField.MaxText));
        var next = await publisher.Append("bad", 1);
        var count = 0;
        await Until(
            async () =>
            {
                // It is set aside only once others have shown that the broker takes what it is given.
                await publisher.Append($"good-{count++}", 0);
                return (await publisher.Desk.SetAside(0, 10, default)).Count == 1 && Has(next);
            },
            "the event was not set aside");

        var aside = Assert.Single(await publisher.Desk.SetAside(0, 10, default));
        Assert.Equal((bad, "bad"), (aside.Id, aside.Subject));
        Assert.False(Has(bad));
        await Until(
            async () => await publisher.Desk.Status(default) is { Behind: 0, SetAside: 1 }, "it is not level");
        var again = await publisher.Desk.Retry(aside.Sequence, default);
        Assert.Equal(ProblemKinds.Unavailable, again.Refusal!.Kind);
        var tried = Assert.Single(await publisher.Desk.SetAside(0, 10, default));
        Assert.Equal(aside.Attempts + 1, tried.Attempts);
    }

    [SkippableFact]
    public async Task PublishBulk_OneMessageTheBrokerDoesNotTake_IsNamedAndTheOthersAreThere()
    {
        Skip.If(KafkaFixture.Missing is not null, KafkaFixture.Missing);
        using var http = new DaprHttp(new DaprEndpoint(kafka.Sidecar.Http, null));
        var messages = new[] { "bulk-1", "bulk-2", "bulk-3" }.Select(id => Message(id, id == "bulk-2")).ToList();

        var failed = await new DaprPubSub(http).PublishBulk(target.Component, target.Topic, messages, default);

        Assert.Equal(1, Assert.Single(failed).Index);
        Assert.NotEmpty(failed[0].Error);
        await Until(() => Has("bulk-1") && Has("bulk-3"), "the others did not come");
        Assert.False(Has("bulk-2"));
    }

    private static TopicMessage Message(string id, bool isTooLarge) => new(
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            specversion = "1.0", id, source = "/test", type = "test.v1", subject = id,
            data = new string('x', isTooLarge ? KafkaFixture.MaxMessageBytes : 1),
        }),
        CloudEvent.ContentType, id);

    private async Task Disturb(int round, OutboxPublisher first, HashSet<string> ids)
    {
        switch (round)
        {
            case 3:
                await kafka.Broker.Kill();
                break;
            case 5:
                await kafka.Broker.Restart();
                break;
            case 7:
                await Until(() => kafka.Told(ids).Count > Jobs, "nothing goes on after the broker's end");
                await kafka.Sidecar.Kill();
                break;
            case 8:
                await kafka.Sidecar.Restart();
                break;
            case 10:
                await first.DisposeAsync();
                break;
            default:
                break;
        }
    }

    private bool Has(string id) => kafka.Told(new HashSet<string> { id }).Count > 0;

    private static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, what);
            await Task.Delay(50);
        }
    }
}
