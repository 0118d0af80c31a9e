using EdgeFlow.EventStore.GroupCommit;
using Xunit;

namespace EdgeFlow.Tests.EventStore;

public sealed class CommitGroupTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Submit_RequestsWaitWhileOneCommits_ShareTheNextGroup()
    {
        var sizes = new List<int>();
        var first = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var group = new CommitGroup<int, int>(
            async (requests, _) =>
            {
                sizes.Add(requests.Count);
                first.TrySetResult();
                await release.Task;
                return [.. requests.Select(r => r * 2)];
            },
            new CommitGroupOptions { Writers = 1 });
        var lone = group.Submit(0);
        await first.Task.WaitAsync(Limit);
        var crowd = Enumerable.Range(1, 10).Select(i => group.Submit(i)).ToList();
        release.SetResult();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => i * 2), await Task.WhenAll(crowd).WaitAsync(Limit));
        Assert.Equal(0, await lone);
        Assert.Equal([1, 10], sizes);
    }

    [Fact]
    public async Task Submit_CommitThrows_FailsItsGroupWithTheCauseAndGoesOn()
    {
        await using var group = new CommitGroup<int, int>(
            (requests, _) => requests.Contains(13)
                ? throw new InvalidOperationException("thirteen")
                : ValueTask.FromResult<IReadOnlyList<int>>([.. requests]));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => group.Submit(13));
        Assert.Equal("thirteen", refused.Message);
        Assert.Equal(14, await group.Submit(14).WaitAsync(Limit));
    }

    [Fact]
    public async Task Submit_QueueFull_WaitsAndNothingIsDropped()
    {
        var release = new TaskCompletionSource();
        var committed = 0;
        var group = new CommitGroup<int, int>(
            async (requests, _) =>
            {
                await release.Task;
                Interlocked.Add(ref committed, requests.Count);
                return [.. requests];
            },
            new CommitGroupOptions { Writers = 1, QueueCapacity = 2, MaxGroupSize = 1 });
        var submitted = Enumerable.Range(0, 20).Select(i => group.Submit(i)).ToList();
        Assert.DoesNotContain(submitted, s => s.IsCompleted);
        release.SetResult();
        await Task.WhenAll(submitted).WaitAsync(Limit);
        await group.DisposeAsync();
        Assert.Equal(20, committed);
    }

    [Fact]
    public async Task Submit_CancelledWhileWaiting_IsNotCommitted()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var seen = new List<int>();
        var group = new CommitGroup<int, int>(
            async (requests, _) =>
            {
                started.TrySetResult();
                await release.Task;
                seen.AddRange(requests);
                return [.. requests];
            },
            new CommitGroupOptions { Writers = 1 });
        var first = group.Submit(1);
        await started.Task.WaitAsync(Limit);
        using var cancel = new CancellationTokenSource();
        var second = group.Submit(2, cancel.Token);
        var third = group.Submit(3);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.SetResult();
        await Task.WhenAll(first, third).WaitAsync(Limit);
        await group.DisposeAsync();
        Assert.Equal([1, 3], seen);
    }

    [Fact]
    public async Task DisposeAsync_RequestsAccepted_AreCommittedAndLaterOnesRefused()
    {
        var group = new CommitGroup<int, int>((requests, _) => ValueTask.FromResult<IReadOnlyList<int>>([.. requests]));
        var accepted = Enumerable.Range(0, 100).Select(i => group.Submit(i)).ToList();
        await group.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(accepted).WaitAsync(Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => group.Submit(1));
    }
}
