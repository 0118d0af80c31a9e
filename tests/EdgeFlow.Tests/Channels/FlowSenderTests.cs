using System.Collections.Concurrent;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Channels;

public sealed class FlowSenderTests
{
    private static readonly FlowKey Key = new("job", "a", "b");

    private static readonly FlowLimits Limits = new()
    {
        WindowFrames = 4,
        WindowBytes = 1000,
        ProbeAfter = TimeSpan.FromMilliseconds(50),
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(5),
    };

    private readonly FlowTable table = new();
    private readonly ConcurrentQueue<long> acknowledged = new();

    [Fact]
    public async Task Offer_ConsumerThatIsNotHostedYet_GetsTheFrameOnceItIs()
    {
        await using var sender = Sender(new FlowTarget(1, "", 0));
        sender.Offer(Encoded(0));
        var consumer = new Consumer();

        Host(1, consumer);

        await Until(() => consumer.Seen.Count == 1);
        Assert.Equal(1, sender.Unacknowledged);
    }

    [Fact]
    public async Task Acknowledge_HeldFrame_FreesItsRoomAndIsToldOnce()
    {
        var consumer = new Consumer();
        Host(1, consumer);
        await using var sender = Sender(new FlowTarget(1, "", 0));
        foreach (var id in Enumerable.Range(0, 4))
        {
            sender.Offer(Encoded(id));
        }

        Assert.False(sender.HasRoom(4));
        sender.Acknowledge([2, 2]);

        Assert.True(sender.HasRoom(4));
        Assert.Equal([2L], acknowledged);
    }

    [Fact]
    public async Task HasRoom_OldestFrame_AlwaysHasIt()
    {
        await using var sender = Sender(new FlowTarget(1, "", 0));
        foreach (var id in Enumerable.Range(10, 4))
        {
            sender.Offer(Encoded(id));
        }

        Assert.False(sender.HasRoom(14));
        Assert.True(sender.HasRoom(9));
    }

    [Fact]
    public async Task Probe_LostAcknowledgement_IsHealed()
    {
        var consumer = new Consumer();
        Host(1, consumer);
        await using var sender = Sender(new FlowTarget(1, "", 0));
        sender.Offer(Encoded(0));
        await Until(() => consumer.Seen.Count == 1);

        consumer.Completed[0] = true;

        await Until(() => sender.Unacknowledged == 0);
        Assert.Equal([0L], acknowledged);
        Assert.Single(consumer.Seen);
    }

    [Fact]
    public async Task Probe_ConsumerThatStartedAgain_GetsAllItsFramesAgain()
    {
        var first = new Consumer();
        Host(1, first);
        await using var sender = Sender(new FlowTarget(1, "", 0));
        foreach (var id in Enumerable.Range(0, 3))
        {
            sender.Offer(Encoded(id));
        }

        await Until(() => first.Seen.Count == 3);
        var second = new Consumer();
        Host(1, second);

        await Until(() => second.Seen.Count == 3);
    }

    [Fact]
    public async Task Retarget_SameConsumerUnderANewEpoch_IsNotSentAnythingTwice()
    {
        var consumer = new Consumer();
        Host(1, consumer);
        await using var sender = Sender(new FlowTarget(1, "", 0));
        sender.Offer(Encoded(0));
        await Until(() => consumer.Seen.Count == 1);
        var probes = consumer.Probes;

        Host(2, consumer);
        sender.Retarget(new FlowTarget(2, "", 0));

        await Until(() => consumer.Probes > probes);
        Assert.Single(consumer.Seen);
    }

    [Fact]
    public async Task Offer_UnderAnOlderEpoch_WaitsForTheNewDirective()
    {
        var consumer = new Consumer();
        Host(5, consumer);
        await using var sender = Sender(new FlowTarget(4, "", 0));
        sender.Offer(Encoded(0));

        sender.Retarget(new FlowTarget(5, "", 0));

        await Until(() => consumer.Seen.Count == 1);
    }

    [Fact]
    public async Task Offer_FrameThatIsRefusedAsTooLarge_GoesOnAsAnErrorFrame()
    {
        var consumer = new Consumer { LargestData = 100 };
        Host(1, consumer);
        await using var sender = Sender(new FlowTarget(1, "", 0));

        sender.Offer(FrameCodec.Encode(new Frame(7, 0, [new FramePart("x", "text/plain", new byte[500])])));

        await Until(() => consumer.Seen.Count == 1);
        Assert.Contains("FrameRefused", ErrorFrames.Text(consumer.Seen.Single())!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, FlowStatus.Held)]
    [InlineData(1, 2, FlowStatus.StaleEpoch)]
    [InlineData(3, 2, FlowStatus.TooEarly)]
    public void Offer_ToATableWithAnotherEpoch_IsFenced(int sent, int here, FlowStatus expected)
    {
        Host(here, new Consumer());

        var reply = table.Offer(Key, sent, new Frame(0, 0, []));

        Assert.Equal(expected, reply.Status);
        Assert.Equal(expected == FlowStatus.StaleEpoch ? here : 0, reply.Epoch);
        Assert.Equal(FlowStatus.NotHosted, table.Offer(Key with { Job = "other" }, here, new Frame(0, 0, [])).Status);
    }

    [Fact]
    public async Task AckSender_CompletedFrames_AreDeliveredWhereTheProducerIsNow()
    {
        var told = new ConcurrentQueue<long>();
        await using var acks = new AckSender(Key, 1, "", new LocalFlowTransport(table), Limits, NullLogger.Instance);
        acks.Add(1);
        acks.Add(2);

        table.Set("job", new JobFlows(1, new Dictionary<string, IFrameConsumer>(),
            new Dictionary<(string, string), Action<IReadOnlyList<long>>>
            {
                [("a", "b")] = frames => frames.ToList().ForEach(told.Enqueue),
            },
            new Dictionary<(string, string), string>()));

        await Until(() => told.Count == 2);
    }

    private static EncodedFrame Encoded(long id) =>
        FrameCodec.Encode(new Frame(id, 0, [new FramePart("x", "text/plain", new byte[10])]));

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(2, limit.Token);
        }
    }

    private FlowSender Sender(FlowTarget target) => new(
        Key, target, new LocalFlowTransport(table), Limits, acknowledged.Enqueue, TimeProvider.System,
        NullLogger.Instance);

    private void Host(int epoch, IFrameConsumer consumer) => table.Set("job", new JobFlows(
        epoch, new Dictionary<string, IFrameConsumer> { ["b"] = consumer },
        new Dictionary<(string, string), Action<IReadOnlyList<long>>>(), new Dictionary<(string, string), string>()));

    private sealed class Consumer : IFrameConsumer
    {
        private readonly string instance = Guid.NewGuid().ToString("N");
        private int probes;

        public ConcurrentQueue<Frame> Seen { get; } = new();

        public ConcurrentDictionary<long, bool> Completed { get; } = new();

        public int LargestData { get; init; } = int.MaxValue;

        public int Probes => Volatile.Read(ref probes);

        public FlowReply Offer(string from, Frame frame)
        {
            if (frame.Size > LargestData)
            {
                return new FlowReply(FlowStatus.TooLarge);
            }

            Seen.Enqueue(frame);
            return new FlowReply(FlowStatus.Held, Instance: instance);
        }

        public FlowReply Probe(string from, long frame, long bytes)
        {
            Interlocked.Increment(ref probes);
            return new FlowReply(
                Completed.ContainsKey(frame) ? FlowStatus.Completed
                : Seen.Any(f => f.Id == frame) ? FlowStatus.Held : FlowStatus.Missing, Instance: instance);
        }
    }
}
