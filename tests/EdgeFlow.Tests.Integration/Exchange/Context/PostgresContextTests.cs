using EdgeFlow.Api.Hosting;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>Contexts in the control plane's own database.</summary>
public sealed class PostgresContextTests : ContextConformance
{
    protected override Task<ControlPlaneOptions> With(ControlPlaneOptions options) => Task.FromResult(options);
}
