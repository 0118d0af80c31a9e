namespace EdgeFlow.Durable.Grpc;

/// <summary>Where a <see cref="GrpcClient"/> calls, what it says of itself, and its limits.</summary>
public sealed record GrpcClientOptions
{
    /// <summary>The server: <c>http://host:port</c> (HTTP/2 without TLS) or <c>https://host:port</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Headers sent with every call, for example <see cref="GrpcHeaders.AppId"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The largest message accepted, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = GrpcFraming.DefaultMaxMessageBytes;

    /// <summary>How long one attempt to connect may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The quiet time after which an open call asks by an HTTP/2 ping whether the server still lives. Servers may
    /// close a connection that pings much more often than every ten seconds.
    /// </summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer to a ping may take before the connection counts as lost.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
