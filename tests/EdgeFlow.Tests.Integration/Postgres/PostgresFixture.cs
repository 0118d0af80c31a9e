using System.Diagnostics;
using EdgeFlow.EventStore.Hosting;
using Npgsql;

namespace EdgeFlow.Tests.Integration.Postgres;

/// <summary>
/// One real PostgreSQL a test run, started on first use and stopped with the run. Each class takes a fresh database:
/// <c>await PostgresFixture.FreshDatabase()</c>. Set EDGEFLOW_TEST_POSTGRES to an administrator's connection string
/// to use a server of your own. A test that kills the server starts its own with <see cref="StartOwn"/>.
/// </summary>
public static class PostgresFixture
{
    private static readonly Lazy<Task<PostgresServer>> Shared =
        new(StartShared, LazyThreadSafetyMode.ExecutionAndPublication);

    private const string Prefix = "edgeflow-tests-";

    // Held for the whole run: were it collected, its pipe would close and the folder would go under the server.
    private static Process? remover;
    private static int databases;
    private static int servers;

    /// <summary>Creates an empty database and gives its address.</summary>
    public static async Task<string> FreshDatabase()
    {
        var server = await Shared.Value;
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Starts a server that belongs to one test, in a folder that goes when it is disposed.</summary>
    public static async Task<OwnedServer> StartOwn(Func<PostgresOptions, PostgresOptions>? change = null)
    {
        var name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref servers)}";
        var options = new PostgresOptions { Folder = Path.Combine(Path.GetTempPath(), name) };
        return new OwnedServer(await PostgresServer.Start(change?.Invoke(options) ?? options), options.Folder);
    }

    private static async Task<PostgresServer> StartShared()
    {
        if (Environment.GetEnvironmentVariable("EDGEFLOW_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return await PostgresServer.Start(new PostgresOptions { Folder = "unused", ConnectionString = given });
        }

        RemoveFoldersOfDeadRuns();
        var owned = await StartOwn();
        RemoveAtTheEnd(owned.Folder);
        return owned.Server;
    }

    // A run that was killed stops its servers (they watch it) but leaves their folders.
    private static void RemoveFoldersOfDeadRuns()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var process = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{process}"))
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (IOException)
                {
                    // That run's own remover is at it at this moment.
                }
            }
        }
    }

    // The test host is ended too fast for us to clean up: a shell that holds the other end of a pipe sees its end,
    // gives the server (which sees it too) time to stop, and removes the folder.
    private static void RemoveAtTheEnd(string folder)
    {
        const string Script = """
            read -r _
            left=100
            while [ -e "$1/data/postmaster.pid" ] && [ $left -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
            rm -rf "$1"
            """;
        remover = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "remove", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        });
    }
}
