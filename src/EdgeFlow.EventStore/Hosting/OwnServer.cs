using Npgsql;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>What a server of our own is made of, not running: binaries, account, folder, password.</summary>
internal sealed class OwnServer
{
    public const string AdminDatabase = "postgres";
    private const string Owner = "edgeflow";

    private readonly PostgresBinaries binaries;
    private readonly ServiceAccount account;
    private readonly PostgresOptions options;
    private readonly string password;

    private OwnServer(
        PostgresBinaries binaries, ServiceAccount account, ServerFolder folder, PostgresOptions options)
    {
        this.binaries = binaries;
        this.account = account;
        this.options = options;
        Folder = folder;
        password = folder.Password(account);
        LoopbackPort = ServerSettings.ChoosePort(options.LoopbackPort);
    }

    public ServerFolder Folder { get; }

    public int? LoopbackPort { get; }

    /// <summary>Locks the folder, stops what a dead owner left running, creates the data if absent.</summary>
    public static async Task<OwnServer> Prepare(PostgresOptions options, CancellationToken cancellationToken)
    {
        var account = ServiceAccount.Choose();
        var folder = await ServerFolder.Open(options.Folder, account, cancellationToken).ConfigureAwait(false);
        try
        {
            await LeftoverServer.Stop(folder, options.StopLimit, cancellationToken).ConfigureAwait(false);
            var binaries = await PostgresBinaries.Find(
                options, account, folder.Root, folder.DataVersion, cancellationToken).ConfigureAwait(false);
            var own = new OwnServer(binaries, account, folder, options);
            await own.CreateData(cancellationToken).ConfigureAwait(false);
            return own;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public ServerProcess Launch()
    {
        Folder.TurnLog();
        return ServerProcess.Start(binaries, Folder, account, ServerSettings.For(Folder, options, LoopbackPort));
    }

    /// <summary>The address of a database, over the private socket unless a host is named.</summary>
    public NpgsqlConnectionStringBuilder Address(string database, string? host = null) => new()
    {
        Host = host ?? Folder.SocketFolder,
        Port = LoopbackPort ?? ServerSettings.SocketPort,
        Username = Owner,
        Password = password,
        Database = database,
    };

    public async Task CreateDatabase(string name, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(Address(AdminDatabase).ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ask = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
            await using var create = new NpgsqlCommand($"create database {quoted}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CreateData(CancellationToken cancellationToken)
    {
        if (Folder.DataVersion is not null)
        {
            return;
        }

        // Made under another name, so that a creation that was interrupted is never taken for data.
        var partial = Folder.Data + ".part";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        string[] command =
        [
            binaries.InitDb, "-D", partial, "-U", Owner, "-A", "scram-sha-256", "--pwfile", Folder.PasswordFile,
            "--encoding=UTF8", "--locale=C", "--no-instructions",
        ];
        var (exitCode, said) = await account
            .Run(command, Folder.Root, binaries.LibraryFolder, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new PostgresStartException($"'{binaries.InitDb}' as {account.Name} failed with {exitCode}: {said}");
        }

        Directory.Move(partial, Folder.Data);
    }
}
