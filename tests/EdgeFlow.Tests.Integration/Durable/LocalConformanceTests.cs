using EdgeFlow.Durable;
using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The conformance suite against the embedded sidecar from within its process.</summary>
public sealed class LocalConformanceTests(EmbeddedServer server, ITestOutputHelper output)
    : WorkflowConformance(output), IClassFixture<EmbeddedServer>
{
    protected override Uri Address => server.Address;

    protected override string? Missing => null;

    protected override IWorkflowTransport Transport() => server.Local("conformance");
}
