using EdgeFlow.Durable.Grpc;
using EdgeFlow.Sidecar.Grpc;
using EdgeFlow.Sidecar.Hosting;

namespace EdgeFlow.Sidecar.Local;

/// <summary>The peer that owns the instances, over gRPC, while this process does not. Thread-safe.</summary>
internal sealed class OwnerPeer(SidecarHost host, EmbeddedSidecarOptions options, string appId) : IDisposable
{
    private readonly Lock _lock = new();
    private GrpcClient? _client;
    private string _address = "";
    private bool _disposed;

    /// <summary>A client to the present owner.</summary>
    /// <exception cref="GrpcException">Unavailable: no owner is known.</exception>
    public GrpcClient Client()
    {
        var owner = host.OwnerAddress;
        if (string.IsNullOrEmpty(owner))
        {
            throw new GrpcException(GrpcStatus.Unavailable, "No sidecar owns the workflow instances at this moment.");
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_client is null || _address != owner)
            {
                // Calls to the owner of before fail, as they would have anyway, and are made again.
                _client?.Dispose();
                _client = new GrpcClient(new GrpcClientOptions
                {
                    Address = new Uri(owner), Metadata = Metadata(), MaxMessageBytes = options.MaxMessageBytes,
                });
                _address = owner;
            }

            return _client;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _client?.Dispose();
        }
    }

    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string> { [PeerForwarder.ForwardedHeader] = "1" };
        if (appId.Length > 0)
        {
            metadata[GrpcHeaders.AppId] = appId;
        }

        if (!string.IsNullOrEmpty(options.ApiToken))
        {
            metadata[GrpcHeaders.ApiToken] = options.ApiToken;
        }

        return metadata;
    }
}
