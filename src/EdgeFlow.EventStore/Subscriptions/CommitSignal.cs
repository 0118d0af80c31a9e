using EdgeFlow.EventStore.Connections;
using Npgsql;

namespace EdgeFlow.EventStore.Subscriptions;

/// <summary>
/// Wakes readers when somebody committed: this process at once, another through LISTEN. The notification is sent
/// after the commit and for many commits at once, for NOTIFY inside a transaction makes all commits of the server
/// wait for each other. A notification may therefore be lost with its process: readers also look from time to time.
/// </summary>
internal sealed class CommitSignal : IAsyncDisposable
{
    private const string ChannelName = "edgeflow_events";
    private static readonly TimeSpan NotifyGap = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReconnectDelayMax = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource dataSource;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim toNotify = new(0, 1);
    private readonly Task listening;
    private readonly Task notifying;
    private TaskCompletionSource next = New();

    public CommitSignal(NpgsqlDataSource dataSource, TimeProvider time)
    {
        this.dataSource = dataSource;
        this.time = time;
        listening = Task.Run(Listen);
        notifying = Task.Run(Notify);
    }

    /// <summary>Ends at the next commit. Take it before reading, so that no commit falls in between.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Says that this process committed.</summary>
    public void Committed()
    {
        Wake();
        try
        {
            toNotify.Release();
        }
        catch (SemaphoreFullException)
        {
            // A notification is due anyway and will speak for this commit too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(listening, notifying).ConfigureAwait(false);
        Wake();
        stopping.Dispose();
        toNotify.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private Task Notify() => UntilStopped(async () =>
    {
        await toNotify.WaitAsync(stopping.Token).ConfigureAwait(false);
        await using (var command = dataSource.CreateCommand("select pg_notify($1, '')"))
        {
            command.Parameters.Add(Sql.Value(ChannelName));
            await command.ExecuteNonQueryAsync(stopping.Token).ConfigureAwait(false);
        }

        await Task.Delay(NotifyGap, time, stopping.Token).ConfigureAwait(false);
    });

    private Task Listen() => UntilStopped(async () =>
    {
        await using var connection = await dataSource.OpenConnectionAsync(stopping.Token).ConfigureAwait(false);
        connection.Notification += (_, _) => Wake();
        await using (var listen = new NpgsqlCommand("listen " + ChannelName, connection))
        {
            await listen.ExecuteNonQueryAsync(stopping.Token).ConfigureAwait(false);
        }

        // Something may have been committed while nobody listened.
        Wake();
        try
        {
            while (true)
            {
                await connection.WaitAsync(stopping.Token).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException)
        {
            // The server went away. We were connected, so the next attempt may come soon.
        }
        finally
        {
            await StopListening(connection).ConfigureAwait(false);
        }
    });

    // The connection goes back to a pool that does not reset it; it must not go on listening there.
    private static async Task StopListening(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await using var unlisten = new NpgsqlCommand("unlisten *", connection);
            await unlisten.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task UntilStopped(Func<Task> step)
    {
        for (var delay = ReconnectDelay; ;)
        {
            try
            {
                await step().ConfigureAwait(false);
                delay = ReconnectDelay;
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException)
            {
                // The server is away. Readers poll meanwhile; we come back when it does.
            }

            await Task.Delay(delay, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < ReconnectDelayMax ? delay * 2 : ReconnectDelayMax;
        }
    }
}
