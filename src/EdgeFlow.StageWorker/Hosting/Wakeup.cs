namespace EdgeFlow.StageWorker.Hosting;

/// <summary>
/// Wakes workers that look for something to do themselves; remembers at most as many calls as there are workers.
/// </summary>
internal sealed class Wakeup(int workers)
{
    private readonly SemaphoreSlim semaphore = new(0);

    public void Notify()
    {
        // Two notifiers at once may both add one: a worker then looks once more for nothing.
        if (semaphore.CurrentCount < workers)
        {
            semaphore.Release();
        }
    }

    public Task Wait(CancellationToken cancel) => semaphore.WaitAsync(cancel);

    public Task<bool> Wait(TimeSpan longest, CancellationToken cancel) => semaphore.WaitAsync(longest, cancel);
}
