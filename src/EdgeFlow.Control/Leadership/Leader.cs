using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Leadership;

/// <summary>Runs work only while this process holds the <see cref="LeaderLease"/>.</summary>
public sealed class Leader(LeaderLease lease, LeaderOptions options, TimeProvider time, ILogger<Leader> log)
{
    private long token;

    /// <summary>Whether this process leads now. It may be a moment behind the truth.</summary>
    public bool IsLeading => Token is not null;

    /// <summary>The fencing token while this process leads; null otherwise.</summary>
    public long? Token => Interlocked.Read(ref token) is var held and > 0 ? held : null;

    /// <summary>
    /// Until cancelled: gets the lease, runs the work, renews; when the lease is lost, cancels the work, waits for its
    /// end and starts over. The work is also started over when it fails, with the failure logged.
    /// </summary>
    /// <param name="work">What only one may do.</param>
    /// <param name="stop">Ends it; the lease is given back.</param>
    public async Task Run(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await Take(stop).ConfigureAwait(false) is { } taken)
            {
                LogLeading(log, options.Holder, taken, null);
                Interlocked.Exchange(ref token, taken);
                await Lead(work, stop).ConfigureAwait(false);
                Interlocked.Exchange(ref token, 0);
                LogFollowing(log, options.Holder, taken, null);
            }

            await Pause(stop).ConfigureAwait(false);
        }

        await Release().ConfigureAwait(false);
    }

    private async Task Lead(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var working = Task.Run(() => work(end.Token), CancellationToken.None);
        var renewed = time.GetTimestamp();
        while (!stop.IsCancellationRequested && !working.IsCompleted && time.GetElapsedTime(renewed) < options.Lease)
        {
            await Task.WhenAny(working, Pause(end.Token)).ConfigureAwait(false);
            var asked = time.GetTimestamp();
            var held = await Take(end.Token).ConfigureAwait(false);
            if (held is not null && held == Token)
            {
                renewed = asked;
            }
            else if (held is not null)
            {
                break;
            }
        }

        await end.CancelAsync().ConfigureAwait(false);
        try
        {
            await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The work was told to end and did.
        }
#pragma warning disable CA1031 // A host's loop: the failure is logged and the work started over.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            LogFailed(log, options.Holder, cause);
        }
    }

    private async Task<long?> Take(CancellationToken stop)
    {
        try
        {
            return await lease.TryTake(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception cause) when (cause is NpgsqlException or TimeoutException)
        {
            LogUnreachable(log, options.Holder, cause.Message, null);
            return null;
        }
    }

    private async Task Release()
    {
        try
        {
            using var limit = new CancellationTokenSource(options.Lease, time);
            await lease.Release(limit.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is NpgsqlException or OperationCanceledException)
        {
            // It runs out by itself.
            LogUnreachable(log, options.Holder, cause.Message, null);
        }
    }

    private async Task Pause(CancellationToken stop)
    {
        try
        {
            await Task.Delay(options.Renewal, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller looks at its token.
        }
    }

    private static readonly Action<ILogger, string, long, Exception?> LogLeading = LoggerMessage.Define<string, long>(
        LogLevel.Information, new EventId(1, "leading"), "{Holder} decides from now on (token {Token}).");

    private static readonly Action<ILogger, string, long, Exception?> LogFollowing = LoggerMessage.Define<string, long>(
        LogLevel.Information, new EventId(2, "following"), "{Holder} no longer decides (token {Token}).");

    private static readonly Action<ILogger, string, Exception?> LogFailed = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(3, "failed"), "{Holder}: deciding failed and is started over.");

    private static readonly Action<ILogger, string, string, Exception?> LogUnreachable =
        LoggerMessage.Define<string, string>(
            LogLevel.Warning, new EventId(4, "unreachable"), "{Holder} cannot reach the lease: {Cause}");
}
