using EdgeFlow.EventStore.Appending;
using Npgsql;

namespace EdgeFlow.EventStore.Connections;

/// <summary>Repeats work on the database while its failure is one that passes, within named limits.</summary>
internal sealed class ConnectionRetry(NpgsqlDataSource dataSource, TimeSpan limit, TimeProvider time)
{
    private const int RaceAttemptsMax = 20;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan DelayMax = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the work until it succeeds, fails for good, or the limit is reached.</summary>
    /// <param name="work">Safe to repeat although an earlier run may have had its effect.</param>
    /// <param name="cancellationToken">Ends the work and the waiting.</param>
    /// <exception cref="EventStoreUnavailableException">The limit is reached.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (TransientFault.IsRace(failure) && attempt < RaceAttemptsMax)
            {
                // The rival holds what we want for one commit; the short wait below is enough.
            }
            catch (Exception failure) when (TransientFault.IsConnectionLoss(failure))
            {
                if (time.GetElapsedTime(started) > limit)
                {
                    throw new EventStoreUnavailableException(attempt, limit, failure);
                }

                // The other pooled connections are broken too; each would cost an attempt of its own.
                dataSource.Clear();
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < DelayMax ? delay * 2 : DelayMax;
        }
    }
}
