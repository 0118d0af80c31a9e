using EdgeFlow.TestBed;

namespace EdgeFlow.Tests.Integration.Exchange.Context;

/// <summary>Contexts in a state.postgresql v2 of a sidecar, whose transactions are all or none.</summary>
public sealed class DaprPostgresContextTests(BlocksBed bed) : DaprContextTests
{
    protected override bool TakesBack => true;

    protected override async Task<Daprd> Sidecar(string store) => await (await bed.Dapr()).Sidecar(new DaprdOptions
    {
        AppId = "edgeflow-pg", ActorState = false,
        Components = [Components.Of(store, "state.postgresql", ("connectionString", await Components.Database()))],
    });
}
