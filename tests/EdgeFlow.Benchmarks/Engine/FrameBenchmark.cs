using System.Diagnostics;
using System.Net;
using EdgeFlow.Benchmarks.Hosting;
using EdgeFlow.Benchmarks.Rows;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Benchmarks.Engine;

/// <summary>
/// MB/s of 600 KB frames from node to node (encoded, fenced, windowed, decoded, acknowledged) against the same bytes
/// posted to a bare Kestrel that reads them into an array, both over HTTP/1.1 with as many requests at once. Rounds
/// alternate and the middle one counts, because others may use the machine.
/// </summary>
internal static class FrameBenchmark
{
    private const int FrameBytes = 600 * 1024;
    private const int Rounds = 9;
    private const double MustOfBare = 0.9;
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    /// <summary>Measures for about 20 seconds.</summary>
    public static async Task<IReadOnlyList<Row>> Run(BenchmarkRun run)
    {
        var limits = new FlowLimits();
        await using var bare = new BareServer();
        await using var nodes = new TwoNodes(limits);
        var (bareUrl, _) = (await bare.Start(), await nodes.Start());
        var series = await Turns.Take(
            1, run.Rounds(Rounds), () => nodes.Round(RoundTime), () => Bare(bareUrl, limits.ParallelSends));
        return
        [
            Row.Compared(
                "600 KB frame, node to node", series[0], "bare Kestrel POST over HTTP/1.1", series[1], "MB/s",
                Bar.AtLeast(MustOfBare)),
        ];
    }

    private static double Rate(long bytes, TimeSpan elapsed) => bytes / 1e6 / elapsed.TotalSeconds;

    private static async Task<double> Bare(Uri url, int atOnce)
    {
        using var http = DirectHttp.Client(null);
        var body = new byte[FrameBytes];
        var watch = Stopwatch.StartNew();
        var sent = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            long bytes = 0;
            while (watch.Elapsed < RoundTime)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url);
                request.Content = new ByteArrayContent(body);
                using var response = await http.SendAsync(request, default);
                bytes += body.Length;
            }

            return bytes;
        })));
        return Rate(sent.Sum(), watch.Elapsed);
    }

    private static WebApplication Server(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        map(app);
        return app;
    }

    private sealed class BareServer : IAsyncDisposable
    {
        private readonly WebApplication app = Server(app => app.Run(async context =>
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)context.Request.ContentLength!.Value);
            await context.Request.Body.ReadExactlyAsync(bytes);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }));

        public async Task<Uri> Start()
        {
            await app.StartAsync();
            return new Uri(app.Urls.First());
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    /// <summary>
    /// Two nodes' data planes: one sends and hears acknowledgements, the other receives and gives them.
    /// </summary>
    private sealed class TwoNodes : IAsyncDisposable
    {
        private static readonly FlowKey Key = new("job", "a", "b");

        private readonly FlowLimits limits;
        private readonly HttpMessageInvoker http = DirectHttp.Client(null);
        private readonly FlowTable producerTable = new();
        private readonly FlowTable consumerTable = new();
        private readonly WebApplication producer;
        private readonly WebApplication consumer;
        private readonly SemaphoreSlim room = new(0);
        private readonly FramePart part = new("image", "application/octet-stream", new byte[FrameBytes]);
        private FlowSender? sender;
        private AckSender? acks;
        private long next;

        public TwoNodes(FlowLimits limits)
        {
            this.limits = limits;
            producer = Server(app => new FlowReceiver(producerTable, http, limits, NullLogger.Instance).Map(app));
            consumer = Server(app => new FlowReceiver(consumerTable, http, limits, NullLogger.Instance).Map(app));
        }

        public async Task<bool> Start()
        {
            await producer.StartAsync();
            await consumer.StartAsync();
            var transport = new HttpFlowTransport(http, limits);
            acks = new AckSender(Key, 1, producer.Urls.First(), transport, limits, NullLogger.Instance);
            sender = new FlowSender(Key, new FlowTarget(1, consumer.Urls.First(), 0), transport, limits,
                _ => room.Release(), TimeProvider.System, NullLogger.Instance);
            producerTable.Set("job", Flows([], sender.Acknowledge));
            consumerTable.Set("job", Flows(new() { ["b"] = new Consumer(acks) }, null));
            return true;
        }

        public async Task<double> Round(TimeSpan time)
        {
            var watch = Stopwatch.StartNew();
            var (offered, completed) = (0, 0);
            while (watch.Elapsed < time)
            {
                while (sender!.HasRoom(next))
                {
                    sender.Offer(FrameCodec.Encode(new Frame(next++, 0, [part])));
                    offered++;
                }

                await room.WaitAsync();
                completed++;
            }

            for (; completed < offered; completed++)
            {
                await room.WaitAsync();
            }

            return Rate((long)offered * FrameBytes, watch.Elapsed);
        }

        public async ValueTask DisposeAsync()
        {
            await sender!.DisposeAsync();
            await acks!.DisposeAsync();
            await producer.DisposeAsync();
            await consumer.DisposeAsync();
            http.Dispose();
            room.Dispose();
        }

        private static JobFlows Flows(
            Dictionary<string, IFrameConsumer> consumers, Action<IReadOnlyList<long>>? acknowledged) => new(
            1, consumers, acknowledged is null
                ? new Dictionary<(string, string), Action<IReadOnlyList<long>>>()
                : new Dictionary<(string, string), Action<IReadOnlyList<long>>> { [("a", "b")] = acknowledged },
            new Dictionary<(string, string), string>());

        private sealed class Consumer(AckSender acks) : IFrameConsumer
        {
            public FlowReply Offer(string from, Frame frame)
            {
                acks.Add(frame.Id);
                return new FlowReply(FlowStatus.Held, Instance: "one");
            }

            public FlowReply Probe(string from, long frame, long bytes) =>
                new(FlowStatus.Missing, Instance: "one");
        }
    }
}
