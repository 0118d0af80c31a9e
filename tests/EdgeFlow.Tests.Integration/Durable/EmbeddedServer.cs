using System.Net;
using EdgeFlow.Durable;
using EdgeFlow.Sidecar.Hosting;
using EdgeFlow.Tests.Integration.Postgres;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable;

/// <summary>The embedded sidecar on a real PostgreSQL and a real port, which can be killed and started again.</summary>
public sealed class EmbeddedServer : IAsyncLifetime
{
    private string _database = "";
    private EmbeddedSidecar? _sidecar;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.FreshDatabase();
        await Start(port: 0);
    }

    public async Task DisposeAsync()
    {
        if (_sidecar is not null)
        {
            await _sidecar.DisposeAsync();
        }
    }

    /// <summary>A way to the sidecar without the network.</summary>
    public IWorkflowTransport Local(string appId) => _sidecar!.Local(appId);

    /// <summary>Ends the sidecar as a kill would, and starts another on the same port and database.</summary>
    public async Task KillAndStart()
    {
        await _sidecar!.AbortAsync();
        await Start(Address.Port);
    }

    private async Task Start(int port)
    {
        _sidecar = await EmbeddedSidecar.StartAsync(
            new() { ConnectionString = _database }, new IPEndPoint(IPAddress.Loopback, port));
        Address = _sidecar.Address;
    }
}
