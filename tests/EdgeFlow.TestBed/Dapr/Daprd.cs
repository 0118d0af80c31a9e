namespace EdgeFlow.TestBed;

/// <summary>A running sidecar. Not thread safe.</summary>
public sealed class Daprd : IAsyncDisposable
{
    private readonly ServerProcess _process;

    internal Daprd(string appId, Uri grpc, Uri http, ServerProcess process)
    {
        AppId = appId;
        Grpc = grpc;
        Http = http;
        _process = process;
    }

    /// <summary>The application's id.</summary>
    public string AppId { get; }

    /// <summary>Its gRPC API.</summary>
    public Uri Grpc { get; }

    /// <summary>Its HTTP API.</summary>
    public Uri Http { get; }

    /// <summary>Whether it runs.</summary>
    public bool Running => _process.Running;

    /// <summary>The process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends it with SIGKILL.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Kills it if it runs and starts it again with the same ports; done when it is ready.</summary>
    public Task Restart() => _process.Restart();

    /// <summary>All that it wrote so far.</summary>
    public string Log() => _process.Log();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
