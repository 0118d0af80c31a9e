using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Bindings;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange.Bindings;

/// <summary>Jobs that real bindings of a real sidecar start.</summary>
[Collection(BlocksBed.Name)]
public sealed class BindingTests(BlocksBed bed)
{
    [SkippableFact]
    public async Task Cron_EachTick_StartsOneJobThoughTwoSidecarsTick()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        var cron = Components.Of("often", "bindings.cron", ("schedule", "@every 1s"), ("direction", "input"));
        await using var world = await Start("often", new BindingSpec("app", Mode: "batch", TickSeconds: 1));
        await using var first = await world.Sidecar(cron);
        await using var second = await world.Sidecar(cron);

        var jobs = await world.Jobs(3);

        Assert.All(jobs, job => Assert.StartsWith("app-", job.Job, StringComparison.Ordinal));
        var seconds = jobs.Select(job => Math.Round(job.SubmittedAt.ToUnixTimeMilliseconds() / 1000.0)).ToList();
        Assert.True(
            seconds.Count <= seconds.Max() - seconds.Min() + 2, $"{seconds.Count} jobs: {string.Join(' ', seconds)}");
    }

    [SkippableFact]
    public async Task Kafka_MessagesTwice_StartOneJobEach()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        Skip.If(KafkaBroker.Missing is not null, KafkaBroker.Missing);
        await using var broker = await KafkaBroker.Start();
        var kafka = Components.Of(
            "orders", "bindings.kafka", ("brokers", broker.Address), ("topics", "orders"), ("publishTopic", "orders"),
            ("consumerGroup", "edgeflow"), ("authType", "none"), ("initialOffset", "oldest"));
        await Messages("orders", kafka);
    }

    [SkippableFact]
    public async Task Mqtt_MessagesTwice_StartOneJobEach()
    {
        Skip.If(DaprBed.Missing is not null, DaprBed.Missing);
        Skip.If(MosquittoBroker.Missing is not null, MosquittoBroker.Missing);
        await using var broker = await MosquittoBroker.Start();
        var mqtt = Components.Of(
            "doorbell", "bindings.mqtt3", ("url", $"tcp://{broker.Address}"), ("topic", "doorbell"), ("qos", "1"),
            ("consumerID", "edgeflow"));
        await Messages("doorbell", mqtt);
    }

    [Fact]
    public async Task Deliver_UnknownOrOdd_IsAnsweredSoThatNobodyRepeatsIt()
    {
        await using var world = await Start("known", new BindingSpec("app", Body: BindingSpec.ParametersBody));

        using var options = new HttpRequestMessage(HttpMethod.Options, "/unknown");
        Assert.Equal(HttpStatusCode.NotFound, (await world.Http.SendAsync(options)).StatusCode);
        using var wanted = new HttpRequestMessage(HttpMethod.Options, "/known");
        Assert.Equal(HttpStatusCode.OK, (await world.Http.SendAsync(wanted)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Http.PostAsJsonAsync("/unknown", 1)).StatusCode);
        using var odd = await world.Http.PostAsJsonAsync("/known", new { id = "x", nobody = new { a = 1 } });
        Assert.Equal(HttpStatusCode.OK, odd.StatusCode);
        Assert.Contains("no such task", await odd.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var large = await world.Http.PostAsJsonAsync("/known", new string('x', Delivery.MaxBytes));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Empty(await world.Jobs(0));
    }

    // What one sidecar sends it also takes: the binding is there for both directions.
    private async Task Messages(string name, string component)
    {
        await using var world = await Start(
            name, new BindingSpec("app", Mode: "batch", Body: BindingSpec.ParametersBody, Job: "{binding}-{key}"));
        await using var sidecar = await world.Sidecar(component);
        foreach (var id in new[] { "one", "two", "one", "two", "three" })
        {
            using var sent = await new HttpClient { BaseAddress = sidecar.Http }.PostAsJsonAsync(
                $"/v1.0/bindings/{name}",
                new { operation = "create", data = new { id, left = new { name = $"left-{id}" } } });
            Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        }

        var jobs = await world.Jobs(3);
        await world.Taken(5);

        Assert.Equal(3, (await world.Jobs(3)).Count);
        Assert.All(jobs, job => Assert.StartsWith($"{name}-", job.Job, StringComparison.Ordinal));
        var submitted = await world.Plane.Events($"job-{jobs[0].Job}");
        Assert.Equal($"binding/{name}", submitted[0].Actor);
    }

    private async Task<World> Start(string name, BindingSpec binding)
    {
        var port = FreePorts.Take(1)[0];
        var plane = await Plane.Start(options => options with
        {
            Listen = new Uri($"http://127.0.0.1:{port}"), Leases = Plane.Patient,
            Blocks = new BuildingBlocks { Bindings = new Dictionary<string, BindingSpec> { [name] = binding } },
        });
        await plane.Declare(Manifests.Chain("app"));
        return new World(plane, port, bed);
    }

    private sealed class World(Plane plane, int port, BlocksBed bed) : IAsyncDisposable
    {
        public Plane Plane => plane;

        public HttpClient Http => plane.Http;

        public async Task<Daprd> Sidecar(string component) => await (await bed.Dapr()).Sidecar(new DaprdOptions
        {
            AppId = $"binder-{port}", AppPort = port, ActorState = false, Components = [component],
        });

        public async Task<IReadOnlyList<JobView>> Jobs(int least)
        {
            var watch = Stopwatch.StartNew();
            while (true)
            {
                var jobs = (await plane.Get<Page<JobView>>("/v1/jobs?limit=1000")).Items;
                if (jobs.Count >= least)
                {
                    return jobs;
                }

                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{jobs.Count} jobs of {least}");
                await Task.Delay(50);
            }
        }

        // Deliveries are answered in the order of the topic; the last one is the newest job.
        public Task Taken(int messages) => Jobs(messages - 2);

        public ValueTask DisposeAsync() => plane.DisposeAsync();
    }
}
