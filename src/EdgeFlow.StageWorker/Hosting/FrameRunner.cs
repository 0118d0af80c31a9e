using EdgeFlow.Channels.Frames;
using EdgeFlow.StageWorker.Limits;
using EdgeFlow.StageWorker.Profiling;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// Runs a stage's code on one frame: attempts, timeout, CPU limit, profile. Whatever the code does, exactly one frame
/// comes out: its output or an error frame. An attempt that does not end in time is left behind, and the stage is
/// disposed of only when none runs any more. Safe for concurrent use.
/// </summary>
/// <param name="stage">The code; owned.</param>
/// <param name="modelHash">The bytes of the files that it was made from; null for none.</param>
/// <param name="runners">Frames that are computed at once.</param>
/// <param name="cpu">The node's CPU limit.</param>
/// <param name="profiles">Where measured times go.</param>
/// <param name="limits">Named limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The node's log.</param>
internal sealed class FrameRunner(
    IStage stage, string? modelHash, int runners, ICpuLimit cpu, ProfileBook profiles, WorkerLimits limits,
    TimeProvider time, ILogger logger) : IDisposable
{
    private const double MaxTimeoutMs = int.MaxValue - 1.0;

    private readonly ComputeThreads threads = new(runners, time);
    private readonly Lock gate = new();
    private int running;
    private bool disposed;

    public IStage Stage => stage;

    /// <summary>The output of a frame, encoded, and how long was computed.</summary>
    /// <exception cref="OperationCanceledException">The stage is stopped.</exception>
    public async Task<(EncodedFrame Output, TimeSpan Busy)> Run(
        FrameWork work, RunRules rules, CancellationToken cancel)
    {
        var failed = work.Inputs.Values.FirstOrDefault(input => ErrorFrames.Text(input) is not null);
        if (failed is not null)
        {
            return (FrameCodec.Encode(failed), TimeSpan.Zero);
        }

        for (var attempt = 1; ; attempt++)
        {
            var startedAt = time.GetTimestamp();
            try
            {
                return await Attempt(work, rules, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                // This is the host's loop: a stage may fail in any way, and its frame goes on all the same.
                var kind = e is StageException known ? known.ErrorType : e.GetType().Name;
                logger.LogWarning(
                    "Task {Task}, frame {Frame}, attempt {Attempt} of {Attempts} failed: {Kind}: {Reason}",
                    rules.Task, work.Id, attempt, rules.Attempts, kind, e.Message);
                if (attempt >= rules.Attempts)
                {
                    return (FrameCodec.Encode(ErrorFrames.Make(work.Id, work.CapturedAtUnixMs, rules.Task, kind,
                        e.Message)), time.GetElapsedTime(startedAt));
                }
            }

            await Task.Delay(RetryDelay(rules, attempt), time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Disposes of the stage, at once or when the last attempt left behind has ended.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            threads.Dispose();
            if (running > 0)
            {
                return;
            }
        }

        stage.Dispose();
    }

    private async Task<(EncodedFrame Output, TimeSpan Busy)> Attempt(
        FrameWork work, RunRules rules, CancellationToken cancel)
    {
        var timeout = rules.TimeoutMs > 0
            ? TimeSpan.FromMilliseconds(Math.Min(rules.TimeoutMs, MaxTimeoutMs)) : Timeout.InfiniteTimeSpan;
        var (output, busy) = await threads.Run(token => Call(work, token), timeout, cancel).ConfigureAwait(false);
        if (output.Frame.Id != work.Id)
        {
            throw new StageException("WrongFrame", $"the stage answered frame {output.Frame.Id} to {work.Id}");
        }

        profiles.Record(rules.StageHash, modelHash, busy, output.Length);
        return (output, busy);
    }

    private async Task<(EncodedFrame Output, TimeSpan Busy)> Call(FrameWork work, CancellationToken cancel)
    {
        Enter();
        try
        {
            var startedAt = time.GetTimestamp();
            var frame = await stage.Run(work.Inputs, cancel).ConfigureAwait(false);
            await cpu.Pace(time.GetElapsedTime(startedAt), cancel).ConfigureAwait(false);
            return (FrameCodec.Encode(frame), time.GetElapsedTime(startedAt));
        }
        finally
        {
            Leave();
        }
    }

    private TimeSpan RetryDelay(RunRules rules, int attempt)
    {
        var delay = TimeSpan.FromMilliseconds(
            Math.Max(0, rules.RetryDelayMs) * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return delay < limits.MaxFrameRetryDelay ? delay : limits.MaxFrameRetryDelay;
    }

    private void Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            running++;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            running--;
            if (!disposed || running > 0)
            {
                return;
            }
        }

        stage.Dispose();
    }
}
