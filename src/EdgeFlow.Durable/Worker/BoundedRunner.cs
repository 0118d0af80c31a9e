namespace EdgeFlow.Durable.Worker;

/// <summary>
/// Runs items at once up to a limit, keeps some more in a queue, and makes the giver wait when that is full. Items
/// start in the order in which they came. What runs an item must let no exception out.
/// </summary>
internal sealed class BoundedRunner<T>(int maxRunning, int maxQueued, Func<T, Task> run)
{
    private readonly SemaphoreSlim _room = new(maxRunning + maxQueued);
    private readonly Queue<T> _queue = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _running;
    private bool _closed;

    /// <summary>Takes an item, once there is room for it.</summary>
    public async ValueTask Post(T item, CancellationToken cancel)
    {
        await _room.WaitAsync(cancel).ConfigureAwait(false);
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            if (_running == maxRunning)
            {
                _queue.Enqueue(item);
                return;
            }

            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(first => _ = Work(first), item, preferLocal: false);
    }

    /// <summary>Starts no further item; the task ends when none runs any more.</summary>
    /// <param name="givenUp">How many items were queued and will not run.</param>
    public Task Close(out int givenUp)
    {
        lock (_lock)
        {
            _closed = true;
            givenUp = _queue.Count;
            _queue.Clear();
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    private async Task Work(T item)
    {
        while (true)
        {
            await run(item).ConfigureAwait(false);
            lock (_lock)
            {
                if (_queue.TryDequeue(out var next))
                {
                    item = next;
                }
                else
                {
                    _running--;
                    if (_closed && _running == 0)
                    {
                        _idle?.TrySetResult();
                    }

                    _room.Release();
                    return;
                }
            }

            _room.Release();
        }
    }
}
