using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>
/// The one writer of an ownership. Commits are numbered; a commit whose outcome the lost connection hid is repeated
/// under the same number, and the fence tells whether it was durable already. Not thread-safe: one commit at a time.
/// </summary>
internal sealed class CommitStore(
    NpgsqlDataSource source, long token, EmbeddedSidecarOptions options, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private const string OwnershipOver = "EF001";
    private const string DurableAlready = "EF002";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private NpgsqlConnection? _connection;
    private long _number;

    /// <summary>Makes <paramref name="set"/> durable.</summary>
    /// <exception cref="OwnershipLostException">
    /// Another process took over, or PostgreSQL did not answer for
    /// <see cref="EmbeddedSidecarOptions.CommitOutageLimit"/>.
    /// </exception>
    public async Task Commit(WriteSet set, CancellationToken cancel)
    {
        _number++;
        var began = clock.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                await TryCommit(set, cancel).ConfigureAwait(false);
                return;
            }
            catch (PostgresException refusal) when (refusal.SqlState == DurableAlready)
            {
                return;
            }
            catch (PostgresException refusal) when (refusal.SqlState == OwnershipOver)
            {
                throw new OwnershipLostException(refusal.MessageText, refusal);
            }
            catch (NpgsqlException failure) when (IsOutage(failure))
            {
                await Drop().ConfigureAwait(false);
                if (clock.GetElapsedTime(began) > options.CommitOutageLimit)
                {
                    var limit = options.CommitOutageLimit.ToString("c", CultureInfo.InvariantCulture);
                    throw new OwnershipLostException(
                        $"PostgreSQL did not commit batch {_number} for {limit}.", failure);
                }

                logger.CommitRetried(_number, pause, failure);
                await Task.Delay(pause, clock, cancel).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Closes the writer's connection.</summary>
    public async ValueTask DisposeAsync() => await Drop().ConfigureAwait(false);

    /// <summary>
    /// A failure that says nothing about the batch itself: a lost connection, a server that starts or stops, a
    /// serialization failure. Anything else is a bug and must surface.
    /// </summary>
    private static bool IsOutage(NpgsqlException failure) =>
        failure is not PostgresException refusal
        || refusal.IsTransient
        || refusal.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private async Task TryCommit(WriteSet set, CancellationToken cancel)
    {
        _connection ??= await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using var batch = CommitWriter.Build(_connection, set, token, _number, options.OwnershipLease);
        await batch.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private async ValueTask Drop()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
