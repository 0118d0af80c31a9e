using EdgeFlow.TestBed;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>
/// A real Dapr sidecar with state.postgresql, for one class of tests. Where no Dapr is, <see cref="Missing"/> says so
/// and the tests are skipped.
/// </summary>
public sealed class DaprSidecar : IAsyncLifetime
{
    private DaprBed? _bed;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string? Missing => DaprBed.Missing;

    public async Task InitializeAsync()
    {
        if (Missing is null)
        {
            _bed = await DaprBed.Start(new() { StateConnection = await PostgresFixture.FreshDatabase() });
            Address = (await _bed.Sidecar(new() { AppId = "conformance" })).Grpc;
        }
    }

    public async Task DisposeAsync()
    {
        if (_bed is not null)
        {
            await _bed.DisposeAsync();
        }
    }
}
