using System.Text.Json;
using EdgeFlow.TestBed;
using Xunit;

namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>A Kafka broker, a sidecar that publishes to it, and an observer behind another; nothing where something is
/// missing.</summary>
public sealed class KafkaFixture(DaprBedFixture dapr) : IAsyncLifetime
{
    public const string Component = "kafka";
    public const string Topic = "edgeflow-events";

    /// <summary>The largest message that the publishing sidecar takes.</summary>
    public const int MaxMessageBytes = 1_500;

    private readonly Stack<IAsyncDisposable> parts = new();

    public static string? Missing => DaprBed.Missing ?? KafkaBroker.Missing;

    public KafkaBroker Broker { get; private set; } = null!;

    public Daprd Sidecar { get; private set; } = null!;

    public Observer Observer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        Broker = await KafkaBroker.Start();
        parts.Push(Broker);
        var component = Text(Broker.Address);
        var port = FreePorts.Take(1)[0];
        Observer = await Observer.Start(port, Component, Topic, "nothing.dead");
        parts.Push(Observer);
        var sidecars = await Task.WhenAll(
            dapr.Bed!.Sidecar(new DaprdOptions { AppId = "publisher", ActorState = false, Components = [component] }),
            dapr.Bed.Sidecar(
                new DaprdOptions { AppId = "reader", AppPort = port, ActorState = false, Components = [component] }));
        Sidecar = sidecars[0];
        parts.Push(sidecars[0]);
        parts.Push(sidecars[1]);
    }

    public async Task DisposeAsync()
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>The events of a set of ids, as they first came.</summary>
    public List<JsonElement> Told(IReadOnlySet<string> ids) =>
        [.. Observer.Events.Where(item => ids.Contains(Of(item, "id"))).DistinctBy(item => Of(item, "id"))];

    public static string Of(JsonElement message, string name) => message.GetProperty(name).GetString()!;

    private static string Text(string brokers) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {Component}
        spec:
          type: pubsub.kafka
          version: v1
          metadata:
          - name: brokers
            value: "{brokers}"
          - name: authType
            value: none
          - name: consumerGroup
            value: readers
          - name: initialOffset
            value: oldest
          - name: maxMessageBytes
            value: "{MaxMessageBytes}"
        """;
}
