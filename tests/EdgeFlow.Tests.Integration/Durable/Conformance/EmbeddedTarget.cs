using EdgeFlow.Durable;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The embedded sidecar over gRPC, on a real PostgreSQL.</summary>
public class EmbeddedTarget : ConformanceTarget
{
    private readonly EmbeddedServer _server = new();

    protected override Task Start() => _server.InitializeAsync();

    protected override Task<TargetApp> Open(string appId) =>
        Task.FromResult(new TargetApp(_server.Address, appId, () => Transport(_server, appId)));

    protected override Task Stop() => _server.DisposeAsync();

    protected virtual IWorkflowTransport? Transport(EmbeddedServer server, string appId) => null;
}
