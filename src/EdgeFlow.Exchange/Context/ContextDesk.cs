using EdgeFlow.Control.Access;
using EdgeFlow.Control.Answers;
using EdgeFlow.Dapr;
using EdgeFlow.Exchange.Locks;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Exchange.Context;

/// <summary>Reads and writes the contexts of applications, which their jobs and whoever runs them share. Thread
/// safe.</summary>
public sealed class ContextDesk(IContextStore store, ILocks locks, Ownership ownership, TimeProvider time)
{
    private const int LockAttempts = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(5);

    /// <summary>One value.</summary>
    /// <param name="application">The application.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer<ContextEntry>> Read(string application, string key, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= ContextLimits.MaxAttempts; attempt++)
        {
            var known = await Known(application, cancel).ConfigureAwait(false);
            if (known.Refusal is { } refusal)
            {
                return refusal;
            }

            if (known.Value!.Find(key, time.GetUtcNow()) is not { } listed)
            {
                return Refusal.Of(ProblemKinds.NotFound, "There is no such key in this context.");
            }

            if (await Entry(application, key, listed, cancel).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }

            await Task.Delay(RetryPause * attempt, time, cancel).ConfigureAwait(false);
        }

        return Busy;
    }

    /// <summary>Keys in ordinal order.</summary>
    /// <param name="application">The application.</param>
    /// <param name="prefix">What they begin with; empty for all.</param>
    /// <param name="after">Only keys after this one; null for all.</param>
    /// <param name="limit">Most keys.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Answer<IReadOnlyList<string>>> Keys(
        string application, string prefix, string? after, int limit, CancellationToken cancel)
    {
        var known = await Known(application, cancel).ConfigureAwait(false);
        return known.Refusal is { } refusal
            ? refusal
            : new Answer<IReadOnlyList<string>>(known.Value!.Keys(prefix, after, limit, time.GetUtcNow()), null);
    }

    /// <summary>Carries out all operations or none. Those of several keys wait for each other by a lock, which spares
    /// them collisions; that nobody's write is lost does not depend on it.</summary>
    /// <param name="application">The application.</param>
    /// <param name="operations">What to do, each key once, checked by <see cref="ContextRules"/>.</param>
    /// <param name="cancel">Gives up waiting; the operations may take effect all the same.</param>
    /// <returns>The tag that everything written has.</returns>
    public async Task<Answer<string>> Write(
        string application, IReadOnlyList<ContextOperation> operations, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(operations);
        if (await ownership.OfApplication(application, cancel).ConfigureAwait(false) is null)
        {
            return NoApplication;
        }

        try
        {
            if (operations.Count == 1)
            {
                return await WriteNow(application, operations, cancel).ConfigureAwait(false);
            }

            var held = await Take($"context-{application}", cancel).ConfigureAwait(false);
            if (held is null)
            {
                return Busy;
            }

            await using (held.ConfigureAwait(false))
            {
                return await WriteNow(application, operations, cancel).ConfigureAwait(false);
            }
        }
        catch (DaprException away)
        {
            return Unavailable(away);
        }
    }

    private static Refusal NoApplication => Refusal.Of(ProblemKinds.NotFound, "There is no such application.");

    private static Refusal Busy => Refusal.Of(
        ProblemKinds.Unavailable, "Others change this context all the time; try again.");

    private static Refusal Unavailable(DaprException away) =>
        Refusal.Of(ProblemKinds.Unavailable, $"The store of contexts cannot be reached: {away.Message}");

    private async Task<Answer<string>> WriteNow(
        string application, IReadOnlyList<ContextOperation> operations, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= ContextLimits.MaxAttempts; attempt++)
        {
            var (now, stored) = (time.GetUtcNow(), await store.Read(application, cancel).ConfigureAwait(false));
            var before = stored?.Document ?? ContextDocument.Empty;
            var (after, outcome) = before.Apply(operations, now);
            if (outcome != ContextOutcome.Done)
            {
                return outcome.Stale is { } key
                    ? Refusal.Of(ProblemKinds.PreconditionFailed, $"The key '{key}' is not as it had to be.")
                    : Refusal.Of(
                        ProblemKinds.Conflict,
                        $"The context would have more than {ContextLimits.MaxKeys} keys or {ContextLimits.MaxBytes} "
                        + "bytes.");
            }

            if (await store.TryWrite(application, before, after, stored?.Tag, cancel).ConfigureAwait(false))
            {
                return after.LastTag;
            }

            await Task.Delay(RetryPause * attempt, time, cancel).ConfigureAwait(false);
        }

        return Busy;
    }

    private async Task<IAsyncDisposable?> Take(string resource, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= LockAttempts; attempt++)
        {
            if (await locks.TryTake(resource, cancel).ConfigureAwait(false) is { } held)
            {
                return held;
            }

            await Task.Delay(LockPause, time, cancel).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<Answer<ContextDocument>> Known(string application, CancellationToken cancel)
    {
        if (await ownership.OfApplication(application, cancel).ConfigureAwait(false) is null)
        {
            return NoApplication;
        }

        try
        {
            return (await store.Read(application, cancel).ConfigureAwait(false))?.Document ?? ContextDocument.Empty;
        }
        catch (DaprException away)
        {
            return Unavailable(away);
        }
    }

    // Null when a value that is kept apart is another one by now; then so is what lists it.
    private async Task<Answer<ContextEntry>?> Entry(
        string application, string key, ContextValue listed, CancellationToken cancel)
    {
        try
        {
            var value = listed.Value
                ?? await store.ReadApart(application, key, listed.Write, cancel).ConfigureAwait(false);
            return value is { } read
                ? (Answer<ContextEntry>)new ContextEntry(key, read, ContextDocument.Tag(listed))
                : null;
        }
        catch (DaprException away)
        {
            return Unavailable(away);
        }
    }
}
