using System.Net;
using Npgsql;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// A PostgreSQL to use: the one the user named, or one that we found and run in a folder of our own. Our own is
/// restarted when it dies and ends when this process ends, however it ends. Thread safe.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(30);

    private readonly PostgresOptions options;
    private readonly TimeProvider time;
    private readonly OwnServer? own;
    private readonly CancellationTokenSource stopping = new();
    private ServerProcess? process;
    private int restarts;

    private PostgresServer(PostgresOptions options, TimeProvider time, string connectionString, OwnServer? own)
    {
        this.options = options;
        this.time = time;
        this.own = own;
        ConnectionString = connectionString;
    }

    /// <summary>The address of the database. It stays the same over restarts.</summary>
    public string ConnectionString { get; }

    /// <summary>The same database over loopback TCP; null unless <see cref="PostgresOptions.LoopbackPort"/> asked
    /// for it.</summary>
    public string? LoopbackConnectionString { get; private init; }

    /// <summary>The folder of our own server; null if the user named an address.</summary>
    public string? Folder => own?.Folder.Root;

    /// <summary>The number of the server's first process; null if it is not ours or not running.</summary>
    public int? ProcessId => own is null ? null : LeftoverServer.ProcessId(own.Folder.Data);

    /// <summary>How often our own server was started again since the start.</summary>
    public int Restarts => Volatile.Read(ref restarts);

    /// <summary>Ends when the server was stopped; fails if it died and could not be restarted.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Finds or starts the server, and waits until it answers.</summary>
    /// <param name="options">Where to look, and the limits.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends the start; what was started is stopped.</param>
    /// <exception cref="PostgresStartException">None was found, or it does not answer in time.</exception>
    public static async Task<PostgresServer> Start(
        PostgresOptions options, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var clock = time ?? TimeProvider.System;
        if (options.ConnectionString is { } given)
        {
            var external = new PostgresServer(options, clock, given, own: null);
            await external.WaitReady(given, ended: null, cancellationToken).ConfigureAwait(false);
            return external;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new PostgresStartException("We run PostgreSQL ourselves on Linux only: give a connection string.");
        }

        var own = await OwnServer.Prepare(options, cancellationToken).ConfigureAwait(false);
        var server = new PostgresServer(options, clock, own.Address(options.Database).ConnectionString, own)
        {
            LoopbackConnectionString = own.LoopbackPort is null
                ? null
                : own.Address(options.Database, IPAddress.Loopback.ToString()).ConnectionString,
        };
        try
        {
            await server.Launch(cancellationToken).ConfigureAwait(false);
            await own.CreateDatabase(options.Database, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        server.Completion = Task.Run(server.Supervise, CancellationToken.None);
        return server;
    }

    /// <summary>Stops our own server: cleanly within the limit, else at once. A named address is left alone.</summary>
    /// <returns>A task that ends when no process of the server is left.</returns>
    public async ValueTask DisposeAsync()
    {
        if (own is null || stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopProcess().ConfigureAwait(false);
        own.Folder.Dispose();
        stopping.Dispose();
    }

    private async Task Supervise()
    {
        while (!stopping.IsCancellationRequested)
        {
            var upSince = time.GetTimestamp();
            try
            {
                await process!.Ended.WaitAsync(stopping.Token).ConfigureAwait(false);
                await Restart(time.GetElapsedTime(upSince) < HealthyAfter).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Restart(bool diedEarly)
    {
        // A server that dies as soon as it is up would be restarted in a tight loop; the first wait prevents that.
        var delay = diedEarly ? options.RestartDelay : TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(false);
            try
            {
                await Launch(stopping.Token).ConfigureAwait(false);
                Interlocked.Increment(ref restarts);
                return;
            }
            catch (PostgresStartException) when (attempt < options.RestartLimit)
            {
                var doubled = delay == TimeSpan.Zero ? options.RestartDelay : delay * 2;
                delay = doubled < options.RestartDelayMax ? doubled : options.RestartDelayMax;
            }
        }
    }

    private async Task Launch(CancellationToken cancellationToken)
    {
        await StopProcess().ConfigureAwait(false);
        process = own!.Launch();
        var admin = own.Address(OwnServer.AdminDatabase).ConnectionString;
        await WaitReady(admin, process.Ended, cancellationToken).ConfigureAwait(false);
    }

    private async Task StopProcess()
    {
        if (process is { } running)
        {
            running.AskToStop();
            try
            {
                await running.Ended.WaitAsync(options.StopLimit, time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Too slow for a clean stop: what follows ends it without one, and its next start recovers.
            }
        }

        await LeftoverServer.Stop(own!.Folder, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        if (process is not null)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            process = null;
        }
    }

    private async Task WaitReady(string address, Task? ended, CancellationToken cancellationToken)
    {
        var probe = new NpgsqlConnectionStringBuilder(address) { Pooling = false, Timeout = 5 }.ConnectionString;
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(probe);
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException cause)
            {
                if (ended is { IsCompleted: true } || time.GetElapsedTime(started) > options.StartLimit)
                {
                    throw new PostgresStartException(
                        $"PostgreSQL does not answer ({cause.Message}). Its log ends: {own?.Folder.LogTail()}", cause);
                }
            }

            await Task.Delay(ReadyPoll, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
