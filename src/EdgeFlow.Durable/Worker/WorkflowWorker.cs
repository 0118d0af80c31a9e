using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Durable.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeFlow.Durable;

/// <summary>
/// Runs workflows and activities for a sidecar. Register them, then call <see cref="Run"/> once. An item is given out
/// again by the sidecar when its outcome does not arrive, so that activities must be idempotent.
/// </summary>
public sealed class WorkflowWorker : IAsyncDisposable
{
    private readonly Dictionary<string, WorkflowCode> _workflows = [];
    private readonly Dictionary<string, ActivityCode> _activities = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly WorkerOptions _options;
    private readonly ILogger _logger;
    private readonly Payloads _payloads;
    private readonly IWorkflowTransport _transport;
    private readonly WorkItemStream _stream;
    private readonly BoundedRunner<WorkItem> _turns;
    private readonly BoundedRunner<WorkItem> _calls;
    private WorkflowTurns? _workflowTurns;
    private ActivityCalls? _activityCalls;
    private Task? _running;
    private bool _disposed;

    /// <summary>Makes a worker; nothing is connected before <see cref="Run"/>.</summary>
    /// <param name="options">Where the sidecar is, and the limits.</param>
    /// <param name="logger">Gets what goes wrong; null for nobody.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public WorkflowWorker(WorkerOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentWorkflows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxQueuedItems);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxKeptRuns);
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _payloads = new Payloads(options.Json);
        _transport = options.Connect();
        _stream = new WorkItemStream(_transport, options, _logger, Take);
        var (turns, calls) = (options.MaxConcurrentWorkflows, options.MaxConcurrentActivities);
        _turns = new(turns, options.MaxQueuedItems, item => _workflowTurns!.Run(item, _giveUp.Token));
        _calls = new(calls, options.MaxQueuedItems, item => _activityCalls!.Run(item, _giveUp.Token));
    }

    /// <summary>Ends when the first stream of work items is open; it stays so when the stream is lost later.</summary>
    public Task Ready => _stream.Ready;

    /// <summary>Registers a workflow; only before <see cref="Run"/>.</summary>
    /// <typeparam name="TWorkflow">The class with its code.</typeparam>
    /// <typeparam name="TIn">Its input; JSON.</typeparam>
    /// <typeparam name="TOut">Its output; JSON.</typeparam>
    /// <param name="name">The name under which it is started.</param>
    /// <param name="make">Makes an instance of the class, for each turn anew.</param>
    /// <returns>This worker.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the worker runs.</exception>
    public WorkflowWorker AddWorkflow<TWorkflow, TIn, TOut>(string name, Func<TWorkflow> make)
        where TWorkflow : Workflow<TIn, TOut>
    {
        ArgumentNullException.ThrowIfNull(make);
        Register(_workflows, name, WorkflowRegistry.Bind<TWorkflow, TIn, TOut>(name, make, _payloads));
        return this;
    }

    /// <summary>Registers an activity; only before <see cref="Run"/>.</summary>
    /// <typeparam name="TIn">Its input; JSON.</typeparam>
    /// <typeparam name="TOut">Its result; JSON.</typeparam>
    /// <param name="name">The name under which workflows call it.</param>
    /// <param name="run">
    /// Its code, called from many threads at once. The token is cancelled when the worker stops and cannot wait any
    /// longer; what then ends by it is given out again elsewhere.
    /// </param>
    /// <returns>This worker.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the worker runs.</exception>
    public WorkflowWorker AddActivity<TIn, TOut>(
        string name, Func<ActivityContext, TIn, CancellationToken, Task<TOut>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Register(_activities, name, ActivityRegistry.Bind(name, run, _payloads));
        return this;
    }

    /// <summary>
    /// Works until it is told to stop; it outlives any loss of the sidecar. When told to stop it takes no further
    /// item, waits for the running ones and cancels them when that takes too long.
    /// </summary>
    /// <param name="cancel">Tells the worker to stop.</param>
    /// <returns>A task that ends well once the worker has stopped.</returns>
    /// <exception cref="InvalidOperationException">The worker was run before.</exception>
    public Task Run(CancellationToken cancel)
    {
        if (_running is not null)
        {
            throw new InvalidOperationException("a worker runs once");
        }

        var outcomes = new OutcomeSender(_transport, _options, _logger);
        var registry = new WorkflowRegistry(_workflows, _options.AppId, _payloads);
        _workflowTurns = new WorkflowTurns(registry, _transport, outcomes, _options, _logger);
        _activityCalls = new ActivityCalls(_activities, outcomes, _logger);
        _logger.Listening(SidecarAddress.Resolve(_options.Address), _options.AppId);
        return _running = Work(cancel);
    }

    /// <summary>Stops the worker, as cancelling <see cref="Run"/> does, and closes its connections.</summary>
    /// <returns>A task that ends once it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_running is not null)
        {
            await _running.ConfigureAwait(false);
        }

        _transport.Dispose();
        _stop.Dispose();
        _giveUp.Dispose();
    }

    private void Register<TCode>(Dictionary<string, TCode> codes, string name, TCode code)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_running is not null || !codes.TryAdd(name, code))
        {
            throw new InvalidOperationException($"'{name}' is registered already, or the worker runs");
        }
    }

    private ValueTask Take(WorkItem item, CancellationToken cancel)
    {
        switch (item.RequestCase)
        {
            case WorkItem.RequestOneofCase.WorkflowRequest:
                return _turns.Post(item, cancel);
            case WorkItem.RequestOneofCase.ActivityRequest:
                return _calls.Post(item, cancel);
            default:
                _logger.UnknownItem();
                return ValueTask.CompletedTask;
        }
    }

    private async Task Work(CancellationToken cancel)
    {
        using var told = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        using var streaming = new CancellationTokenSource();
        var listening = _stream.Run(streaming.Token);
        await Task.WhenAny(listening, Task.Delay(Timeout.Infinite, told.Token)).ConfigureAwait(false);

        // The stream stays open while items finish, because a sidecar takes no outcome from a worker that has left.
        await Drain().ConfigureAwait(false);
        await streaming.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
    }

    private async Task Drain()
    {
        var idle = Task.WhenAll(_turns.Close(out var turns), _calls.Close(out var calls));
        if (!idle.IsCompleted || turns + calls > 0)
        {
            _logger.Draining(turns + calls);
        }

        if (await EndsWithin(idle, _options.DrainTimeout).ConfigureAwait(false))
        {
            return;
        }

        await _giveUp.CancelAsync().ConfigureAwait(false);
        if (!await EndsWithin(idle, _options.CancelTimeout).ConfigureAwait(false))
        {
            _logger.LeftBehind((_options.DrainTimeout + _options.CancelTimeout).TotalSeconds);
        }
    }

    private static async Task<bool> EndsWithin(Task task, TimeSpan limit)
    {
        await task.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
