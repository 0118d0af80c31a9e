using System.Runtime.CompilerServices;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Nodes;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes reasons to plan out of bursts of events. What comes while a plan is made is one reason. New profiles alone
/// wait a moment for more of their kind: after a job's start each of its stages gets its first one, and a plan for each
/// would only unsettle it. Anything else is told at once, with the profiles that waited.
/// </summary>
public static class TriggerFeed
{
    /// <summary>The reasons, one after another, for as long as there are bursts.</summary>
    /// <param name="bursts">Events in order.</param>
    /// <param name="profilePause">How long profiles wait for others.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the feed.</param>
    public static async IAsyncEnumerable<string> Reasons(
        IAsyncEnumerable<IReadOnlyList<IEvent>> bursts, TimeSpan profilePause, TimeProvider time,
        [EnumeratorCancellation] CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var source = bursts.GetAsyncEnumerator(end.Token);
        var next = source.MoveNextAsync().AsTask();
        var waiting = new List<IEvent>();
        var since = 0L;
        try
        {
            while (true)
            {
                if (waiting.Count > 0)
                {
                    var rest = profilePause - time.GetElapsedTime(since);
                    await Task.WhenAny(next, Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, stop))
                        .ConfigureAwait(false);
                }

                if (waiting.Count == 0 || next.IsCompleted)
                {
                    if (!await next.ConfigureAwait(false))
                    {
                        yield break;
                    }

                    since = waiting.Count == 0 ? time.GetTimestamp() : since;
                    waiting.AddRange(source.Current.Where(change => ReplanTrigger.Of(change) is not null));
                    next = source.MoveNextAsync().AsTask();
                }

                var isOver = time.GetElapsedTime(since) >= profilePause
                    || waiting.Any(change => change is not StageProfiled);
                if (isOver && ReplanTrigger.Of(waiting) is { } reason)
                {
                    waiting.Clear();
                    yield return reason;
                }
            }
        }
        finally
        {
            // A source must not be closed while it is being read.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
