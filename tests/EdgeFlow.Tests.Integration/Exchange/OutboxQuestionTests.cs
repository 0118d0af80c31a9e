using EdgeFlow.Exchange.Publishing;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>One event that is not taken, and no other that could show whether the broker takes any.</summary>
public sealed class OutboxQuestionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly PublishTarget Target = new("broker", "events");

    private static readonly OutboxLimits Limits = new()
    {
        Pause = TimeSpan.FromMilliseconds(2), MaxPause = TimeSpan.FromMilliseconds(10),
    };

    private DeafSidecar sidecar = null!;
    private OutboxPublisher publisher = null!;

    public async Task InitializeAsync()
    {
        sidecar = await DeafSidecar.Start();
        publisher = await OutboxPublisher.Start(
            await PostgresFixture.FreshDatabase(), sidecar.Address, Target, Limits);
    }

    public async Task DisposeAsync()
    {
        await publisher.DisposeAsync();
        await sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Publish_OnlyEventIsNeverTaken_IsSetAsideAfterTheBrokerWasAsked()
    {
        sidecar.Dislikes = message => message.GetProperty("subject").GetString() == "bad";
        var bad = await publisher.Append("bad", 0);
        await Until(async () => await publisher.Desk.Status(default) is { SetAside: 1, Behind: 0 });

        var aside = Assert.Single(await publisher.Desk.SetAside(0, 10, default));
        Assert.Equal((bad, Limits.AskAfter + Limits.MaxFailures), (aside.Id, aside.Attempts));
        Assert.Equal(Limits.MaxFailures, sidecar.Published.Count);
        Assert.All(sidecar.Published, asked => Assert.Equal(
            (OutboxQuestion.Type, bad),
            (asked.GetProperty("type").GetString(), asked.GetProperty("data").GetProperty("waiting").GetString())));
    }

    [Fact]
    public async Task Publish_BrokerTakesNothing_SetsNothingAsideAndGoesOnOnceItDoes()
    {
        sidecar.Refuses = true;
        var only = await publisher.Append("only", 0);
        await Until(() => Task.FromResult(
            publisher.Meter.Figures().Failed > 3 * (Limits.AskAfter + Limits.MaxFailures)));
        Assert.Empty(await publisher.Desk.SetAside(0, 10, default));

        sidecar.Refuses = false;
        await Until(async () => await publisher.Desk.Status(default) is { SetAside: 0, Behind: 0 });

        Assert.Single(sidecar.Published, message => message.GetProperty("id").GetString() == only);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "it does not come to that");
            await Task.Delay(20);
        }
    }
}
