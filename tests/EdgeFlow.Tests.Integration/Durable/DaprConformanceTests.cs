using Xunit;
using Xunit.Abstractions;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The conformance suite against a real Dapr sidecar.</summary>
public sealed class DaprConformanceTests(DaprSidecar dapr, ITestOutputHelper output)
    : WorkflowConformance(output), IClassFixture<DaprSidecar>
{
    protected override Uri Address => dapr.Address;

    protected override string? Missing => dapr.Missing;

    protected override string? NoSendEvent =>
        "daprd 1.18 takes the action and then fails the turn for ever: it does not know how to deliver the event";
}
