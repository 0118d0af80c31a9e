using System.Threading.Channels;
using EdgeFlow.Control.Answers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Control.Plans.Solves;

/// <summary>
/// Writes what no plan waits for, one after another, beside the planner. A full queue makes the caller wait; while the
/// database is away it waits too. Thread safe.
/// </summary>
internal sealed partial class SolveQueue : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Channel<Func<CancellationToken, Task>> waiting =
        Channel.CreateBounded<Func<CancellationToken, Task>>(SolveLimits.Queued);

    private readonly CancellationTokenSource end = new();
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Task writing;

    /// <summary>Begins to write.</summary>
    public SolveQueue(TimeProvider time, ILogger log)
    {
        (this.time, this.log) = (time, log);
        writing = Task.Run(Write);
    }

    /// <summary>Takes work; waits while the queue is full.</summary>
    public ValueTask Add(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        waiting.Writer.WriteAsync(work, cancellationToken);

    /// <summary>Done when everything that was taken before is written.</summary>
    public async Task Flush(CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Add(_ => { reached.SetResult(); return Task.CompletedTask; }, cancellationToken).ConfigureAwait(false);
        await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is left, as far as the database answers, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete())
        {
            return;
        }

        end.CancelAfter(Farewell);
        await writing.ConfigureAwait(false);
        end.Dispose();
    }

    private async Task Write()
    {
        try
        {
            await foreach (var work in waiting.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                await Repeat(work).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            LogLeft(waiting.Reader.Count);
        }
    }

    private async Task Repeat(Func<CancellationToken, Task> work)
    {
        while (true)
        {
            try
            {
                await work(end.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception cause) when (
                Unavailability.Is(cause) || cause is NpgsqlException { InnerException: IOException })
            {
                LogLater(cause.Message);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // The loop of a host: one solve that cannot be written must not keep the others from being.
                LogLost(cause);
                return;
            }

            await Task.Delay(Again, time, end.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Information, "The plan ledger waits for the database: {Cause}")]
    private partial void LogLater(string cause);

    [LoggerMessage(LogLevel.Error, "A solve could not be written to the plan ledger; no plan depends on it.")]
    private partial void LogLost(Exception cause);

    [LoggerMessage(LogLevel.Warning, "The plan ledger ends with {Left} solves that it could not write.")]
    private partial void LogLeft(int left);
}
