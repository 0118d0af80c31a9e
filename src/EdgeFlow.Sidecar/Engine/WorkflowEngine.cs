using EdgeFlow.Durable.Wire;
using EdgeFlow.EventStore.GroupCommit;
using EdgeFlow.Sidecar.Dispatch;
using EdgeFlow.Sidecar.Orchestration;
using EdgeFlow.Sidecar.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Sidecar.Engine;

/// <summary>
/// One term of ownership: every unfinished instance in memory, under one lock. Calls change the memory at once and
/// return a task that ends when the change is durable; what others must not see before that (activities, answers)
/// waits in the batch. A turn may be dispatched earlier: workflow code has no effects, so a lost turn costs nothing.
/// Thread-safe. When the ownership ends the engine is thrown away, never repaired.
/// </summary>
internal sealed partial class WorkflowEngine : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InstanceEntry> _entries = [];
    private readonly TimerQueue _timers = new();
    private readonly SemaphoreSlim _sooner = new(0, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Dispatcher _dispatcher;
    private readonly CommitGroup<CommitBatch, bool> _commits;
    private readonly CommitStore _store;
    private readonly long _token;
    private readonly EmbeddedSidecarOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<InstanceEntry> _arrived = [];
    private readonly ITimer _patience;
    private CommitBatch _batch = new();
    private bool _patienceRuns;
    private Exception? _over;
    private long _keys;
    private Task _timerLoop = Task.CompletedTask;

    /// <summary>Starts a term with the instances that earlier terms left unfinished.</summary>
    public WorkflowEngine(
        CommitStore store,
        long token,
        IReadOnlyList<InstanceState> unfinished,
        EmbeddedSidecarOptions options,
        TimeProvider clock,
        ILogger logger)
    {
        _store = store;
        _token = token;
        _options = options;
        _clock = clock;
        _logger = logger;
        _dispatcher = new Dispatcher(options, clock);
        // One writer: batches of one ownership are numbered and must follow each other.
        _commits = new CommitGroup<CommitBatch, bool>(WriteBatch, new CommitGroupOptions { Writers = 1 });
        _patience = clock.CreateTimer(
            _ => EndPatience(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            foreach (var state in unfinished)
            {
                Recover(new InstanceEntry(state));
            }
        }

        _timerLoop = Task.Run(RunTimers);
    }

    /// <summary>Ends, with the cause, when this process must stop acting as the owner.</summary>
    public Task<Exception> Failure => _failure.Task;

    /// <summary>Instances that have not ended.</summary>
    public int UnfinishedCount
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>
    /// Ends the term: streams close, callers that wait fail as unavailable. Accepted changes are committed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        EndPatience();
        await _commits.DisposeAsync().ConfigureAwait(false);
        End(new OwnershipLostException("The sidecar stops."));
        await _timerLoop.ConfigureAwait(false);
        await _patience.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
        _sooner.Dispose();
    }

    /// <summary>Declares the term over, at once and without waiting for commits.</summary>
    public void End(Exception cause)
    {
        lock (_gate)
        {
            if (_over is not null)
            {
                return;
            }

            _over = cause;
            foreach (var stream in _dispatcher.Streams)
            {
                stream.Close(cause);
            }

            foreach (var entry in _entries.Values)
            {
                Fail(entry.StartWaiters, cause);
                Fail(entry.EndWaiters, cause);
            }

            // What waits for its turn is in no batch yet, and this one may have been told already.
            var unstored = new CommitBatch();
            unstored.Arrivals.AddRange(_arrived.Select(entry => entry.Arrival!));
            unstored.Fail(cause);
            _batch.Fail(cause);
        }

        _ended.Cancel();
        _failure.TrySetResult(cause);
    }

    private static void Fail(List<TaskCompletionSource<WorkflowState>> waiters, Exception cause)
    {
        foreach (var waiter in waiters)
        {
            waiter.TrySetException(cause);
        }
    }

    private void Recover(InstanceEntry entry)
    {
        var state = entry.State;
        _entries.Add(state.InstanceId, entry);
        foreach (var activity in state.Activities.Values)
        {
            _dispatcher.Enqueue(entry.Activities[activity.TaskId] = new ActivityTicket(state, activity));
        }

        foreach (var (timerId, fireAt) in state.Timers)
        {
            _timers.Add(fireAt, new TimerQueue.Due(entry, state.Generation, timerId));
        }

        ScheduleTurn(entry);
    }

    private void ThrowIfOver()
    {
        if (_over is not null)
        {
            throw new OwnershipLostException(_over.Message, _over);
        }
    }
}
