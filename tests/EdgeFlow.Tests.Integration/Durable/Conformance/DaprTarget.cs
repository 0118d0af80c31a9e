using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Postgres;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>daprd with state.postgresql; each application has a sidecar of its own.</summary>
public sealed class DaprTarget : ConformanceTarget
{
    private DaprBed? _bed;

    public override string? Missing => DaprBed.Missing;

    public override bool IsDapr => true;

    protected override async Task Start() =>
        _bed = await DaprBed.Start(new() { StateConnection = await PostgresFixture.FreshDatabase() });

    // Dapr's default of 4 MiB holds for whole histories, which a turn carries; the embedded sidecar's is 16.
    protected override async Task<TargetApp> Open(string appId)
    {
        var sidecar = await _bed!.Sidecar(new() { AppId = appId, Arguments = ["--max-body-size", "16Mi"] });
        return new TargetApp(sidecar.Grpc, appId, () => null, sidecar);
    }

    protected override async Task Stop()
    {
        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }
}
