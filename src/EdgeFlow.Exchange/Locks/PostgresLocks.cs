using Npgsql;

namespace EdgeFlow.Exchange.Locks;

/// <summary>Advisory locks of the control plane's database, each on a connection of its own: it ends with the process.
/// Thread safe.</summary>
public sealed class PostgresLocks(NpgsqlDataSource database) : ILocks
{
    // The first number keeps other uses of advisory locks apart; names with one hash share a lock, which costs only
    // waiting.
    private const string Take = "select pg_try_advisory_lock(11012, hashtext($1))";
    private const string Release = "select pg_advisory_unlock(11012, hashtext($1))";

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryTake(string resource, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel).ConfigureAwait(false);
        try
        {
            if (await Ask(connection, Take, resource, cancel).ConfigureAwait(false))
            {
                return new Held(connection, resource);
            }
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private static async Task<bool> Ask(
        NpgsqlConnection connection, string text, string resource, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddWithValue(resource);
        return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is true;
    }

    private sealed class Held(NpgsqlConnection connection, string resource) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection.ConfigureAwait(false))
            {
                try
                {
                    await Ask(connection, Release, resource, CancellationToken.None).ConfigureAwait(false);
                }
                catch (NpgsqlException) when (connection.FullState.HasFlag(System.Data.ConnectionState.Broken))
                {
                    // The lock went with the connection.
                    return;
                }
            }
        }
    }
}
