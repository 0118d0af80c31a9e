using EdgeFlow.Dapr;
using EdgeFlow.Dapr.Lock;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Exchange.Locks;

/// <summary>Locks of a lock store of the sidecar. Thread safe.</summary>
public sealed partial class DaprLocks(DaprLock locks, ILogger<DaprLocks> log) : ILocks
{
    // Longer than what is done under a lock ever takes, since a request has ended by then.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryTake(string resource, CancellationToken cancel)
    {
        var owner = Guid.NewGuid().ToString("N");
        return await locks.TryLock(resource, owner, Lease, cancel).ConfigureAwait(false)
            ? new Held(this, resource, owner)
            : null;
    }

    private async Task Release(string resource, string owner)
    {
        try
        {
            await locks.Unlock(resource, owner, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DaprException away)
        {
            LogHeld(resource, Lease.TotalSeconds, away.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The lock '{Resource}' could not be let go; it is free after {Lease} s: {Reason}")]
    private partial void LogHeld(string resource, double lease, string reason);

    private sealed class Held(DaprLocks locks, string resource, string owner) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await locks.Release(resource, owner).ConfigureAwait(false);
    }
}
