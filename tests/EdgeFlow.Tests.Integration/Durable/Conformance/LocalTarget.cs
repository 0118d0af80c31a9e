using EdgeFlow.Durable;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>The embedded sidecar from within its process.</summary>
public sealed class LocalTarget : EmbeddedTarget
{
    protected override IWorkflowTransport Transport(EmbeddedServer server, string appId) => server.Local(appId);
}
