namespace EdgeFlow.Tests.Integration.Exchange;

/// <summary>The brokers that a control plane exchanges messages through.</summary>
public enum BrokerKind
{
    /// <summary>A sidecar's own memory.</summary>
    InMemory,

    /// <summary>Redis streams, with the subscription that a file declares.</summary>
    Redis,

    /// <summary>Mosquitto.</summary>
    Mqtt,

    /// <summary>One Kafka broker.</summary>
    Kafka,
}
