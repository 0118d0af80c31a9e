using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange;
using EdgeFlow.Exchange.Publishing;
using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Control;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>A broker, a control plane with its sidecar, and an observer with its own: all real, with the component
/// files of this repository.</summary>
public sealed class MessageBed : IAsyncDisposable
{
    public const string Events = "edgeflow-events";
    public const string Submissions = "edgeflow-submissions";
    public const string Dead = Submissions + ".dead";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Stack<IAsyncDisposable> parts = new();
    private readonly HttpClient http = new();

    public Plane Plane { get; private set; } = null!;

    public Observer Observer { get; private set; } = null!;

    public Daprd Sidecar { get; private set; } = null!;

    public Daprd Others { get; private set; } = null!;

    public string Component { get; private set; } = "pubsub";

    public KafkaBroker? Kafka { get; private set; }

    /// <summary>What is missing for a broker, in one line; null for nothing.</summary>
    public static string? Missing(BrokerKind kind) => DaprBed.Missing ?? kind switch
    {
        BrokerKind.Kafka => KafkaBroker.Missing,
        BrokerKind.Mqtt => MosquittoBroker.Missing,
        BrokerKind.Redis => RedisServer.Missing,
        _ => null,
    };

    public static async Task<MessageBed> Start(DaprBed dapr, BrokerKind kind)
    {
        var bed = new MessageBed();
        try
        {
            await bed.Begin(dapr, kind);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a message as another application would.</summary>
    public async Task Send(string topic, string body, string type = "application/cloudevents+json", bool isRaw = false)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await http.PostAsync(
            new Uri(
                Others.Http,
                $"v1.0/publish/{Component}/{topic}{(isRaw ? "?metadata.rawPayload=true" : "")}"),
            content);
        Assert(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a condition holds; what is known then is told when it never does.</summary>
    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert(
                TimeProvider.System.GetElapsedTime(end) < Patience,
                $"{what} never happened.\n{string.Join('\n', Observer.Events)}\n{Sidecar.Log()}\n{Others.Log()}");
            await Task.Delay(50);
        }
    }

    public Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        http.Dispose();
    }

    private async Task Begin(DaprBed dapr, BrokerKind kind)
    {
        var (name, file, environment) = await Broker(kind);
        Component = name;
        var components = new[] { "secretstore.yaml", file, "resiliency.submissions.yaml" }.Select(Text).ToList();
        var ports = FreePorts.Take(2);
        var plane = new Uri($"http://127.0.0.1:{ports[0]}");
        var isTogether = kind == BrokerKind.InMemory;
        Sidecar = await dapr.Sidecar(new DaprdOptions
        {
            AppId = "edgeflow", AppPort = isTogether ? ports[1] : ports[0], ActorState = false,
            Environment = environment,
            Components = kind == BrokerKind.Redis
                ? [.. components, Text("subscription.submissions.yaml"), Text("subscription.dead-letters.yaml")]
                : components,
        });
        parts.Push(Sidecar);
        Plane = await Control.Plane.Start(options => options with
        {
            Listen = plane, Leases = Control.Plane.Patient, Dapr = new DaprEndpoint(Sidecar.Http, null),
            Exchange = new ExchangeOptions
            {
                Publish = new PublishTarget(name, Events), Submissions = new PublishTarget(name, Submissions),
                SubscribesByFile = kind == BrokerKind.Redis,
            },
        });
        parts.Push(Plane);
        // Last, for the sidecar that it may share asks it only once, and the answer is the control plane's too.
        Observer = await Exchange.Observer.Start(ports[1], name, Events, Dead, isTogether ? plane : null);
        parts.Push(Observer);
        Others = isTogether ? Sidecar : await dapr.Sidecar(new DaprdOptions
        {
            AppId = "edgeflow-observer", AppPort = ports[1], ActorState = false, Components = components,
            Environment = environment,
        });
        if (!isTogether)
        {
            parts.Push(Others);
        }
    }

    private async Task<(string Name, string File, Dictionary<string, string> Environment)> Broker(BrokerKind kind)
    {
        switch (kind)
        {
            case BrokerKind.Kafka:
                Kafka = await KafkaBroker.Start();
                parts.Push(Kafka);
                return ("pubsub-kafka", "pubsub.kafka.yaml", new() { ["EDGEFLOW_KAFKA_BROKERS"] = Kafka.Address });
            case BrokerKind.Mqtt:
                var mqtt = await MosquittoBroker.Start();
                parts.Push(mqtt);
                return ("pubsub-mqtt", "pubsub.mqtt.yaml", new() { ["EDGEFLOW_MQTT_URL"] = $"mqtt://{mqtt.Address}" });
            case BrokerKind.Redis:
                var redis = await RedisServer.Start();
                parts.Push(redis);
                return ("pubsub-redis", "pubsub.redis.yaml",
                    new() { ["EDGEFLOW_REDIS_HOST"] = redis.Address, ["EDGEFLOW_REDIS_PASSWORD"] = "" });
            default:
                return ("pubsub", "pubsub.in-memory.yaml", []);
        }
    }

    private static string Text(string component) => File.ReadAllText(Path.Combine(Root(), "components", component));

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static void Assert(bool condition, string message) => Xunit.Assert.True(condition, message);
}
