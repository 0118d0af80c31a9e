using EdgeFlow.EventStore.Hosting;

namespace EdgeFlow.Tests.Integration.Postgres;

/// <summary>A server with its folder; disposing it removes both.</summary>
public sealed record OwnedServer(PostgresServer Server, string Folder) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
