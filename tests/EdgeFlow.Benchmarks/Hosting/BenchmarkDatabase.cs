using EdgeFlow.EventStore.Hosting;
using Npgsql;

namespace EdgeFlow.Benchmarks.Hosting;

/// <summary>The PostgreSQL of one run: the one that <c>EDGEFLOW_DATABASE</c> names, else one of our own that is gone
/// after it. All contenders use it in the same way, each in a database of its own.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PostgresServer server;
    private readonly string folder;

    private BenchmarkDatabase(PostgresServer server, string folder) => (this.server, this.folder) = (server, folder);

    /// <summary>The address of a database on it.</summary>
    public string ConnectionString => server.ConnectionString;

    /// <summary>The process of the server; null where somebody else runs it.</summary>
    public int? ProcessId => server.ProcessId;

    /// <summary>Starts it.</summary>
    public static async Task<BenchmarkDatabase> Start()
    {
        var folder = ScratchFolder.Make("db");
        return new BenchmarkDatabase(await PostgresServer.Start(new PostgresOptions
        {
            Folder = Path.Combine(folder, "data"),
            ConnectionString = Environment.GetEnvironmentVariable("EDGEFLOW_DATABASE") is { Length: > 0 } named
                ? named
                : null,
        }), folder);
    }

    /// <summary>An empty database.</summary>
    public async Task<string> Fresh(string prefix)
    {
        var name = $"{prefix}_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>The server's version.</summary>
    public async Task<string> Version()
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var show = source.CreateCommand("show server_version");
        return (string)(await show.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        foreach (var path in new[] { server.Folder, folder })
        {
            if (path is not null && Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }
}
