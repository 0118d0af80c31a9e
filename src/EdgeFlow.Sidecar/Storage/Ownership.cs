using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>
/// The lease that makes one sidecar process of a database the owner of all instances. Its token fences every commit,
/// so a process that lost the lease without noticing can write nothing. Beside the lease the owner keeps a sign of
/// life: an advisory lock of its session, which PostgreSQL drops the moment the owner's process is gone. So a killed
/// owner is replaced at once, and one that is alive but does not move (a machine that hangs) when its lease has lapsed.
/// Not thread-safe: one question after another.
/// </summary>
/// <param name="connectionString">The database.</param>
/// <param name="holder">Who asks: unique for each process start.</param>
/// <param name="address">Where peers reach this process.</param>
/// <param name="lease">How long the lease lasts without a renewal or a commit.</param>
/// <param name="ownerReturn">For so long after the server's own start, a missing sign of life proves nothing: all
/// sessions ended with the server, and a living owner is on its way back.</param>
internal sealed class Ownership(
    string connectionString, string holder, string address, TimeSpan lease, TimeSpan ownerReturn) : IAsyncDisposable
{
    // The lock's first number keeps other uses of advisory locks apart; its second is the token, of which two that
    // differ by less than this are never mistaken for each other. The lock is taken before the new token can be seen.
    private const string AcquireSql = """
        UPDATE workflow.ownership o
        SET token = token + 1, batch = 0, holder = $1, address = $2, expires_at = clock_timestamp() + $3
        WHERE expires_at < clock_timestamp() OR holder = $1
           OR (pg_postmaster_start_time() < clock_timestamp() - $4 AND NOT EXISTS (
                 SELECT FROM pg_locks l
                 WHERE l.locktype = 'advisory' AND l.classid = 11013 AND l.objsubid = 2
                   AND l.objid = (o.token % 2147483647)::oid
                   AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())))
        RETURNING token, pg_try_advisory_lock(11013, (token % 2147483647)::integer)
        """;

    private const string ShowLifeSql = "SELECT pg_try_advisory_lock(11013, ($1 % 2147483647)::integer)";

    private const string RenewSql =
        "UPDATE workflow.ownership SET expires_at = clock_timestamp() + $2 WHERE token = $1";

    private const string ReleaseSql =
        "UPDATE workflow.ownership SET expires_at = '-infinity' WHERE token = $1";

    // A session of its own, outside any pool: the lock must end with it and with nothing else.
    private readonly string _address =
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private NpgsqlConnection? _session;

    /// <summary>Takes the lease when nobody holds it or its holder is dead: the token, or null.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task<long?> TryAcquire(CancellationToken cancel)
    {
        return (long?)await Ask(Acquire, cancel).ConfigureAwait(false);

        async Task<object?> Acquire(NpgsqlConnection session)
        {
            await using var command = new NpgsqlCommand(AcquireSql, session);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = address });
            command.Parameters.Add(Interval(lease));
            command.Parameters.Add(Interval(ownerReturn));
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Prolongs the lease; false when another process took it. A lapsed lease that nobody took goes on.
    /// </summary>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task<bool> Renew(long token, CancellationToken cancel)
    {
        var isNew = _session is null;
        return (int)(await Ask(Prolong, cancel).ConfigureAwait(false))! == 1;

        async Task<object?> Prolong(NpgsqlConnection session)
        {
            if (isNew)
            {
                await using var life = new NpgsqlCommand(ShowLifeSql, session);
                life.Parameters.Add(new NpgsqlParameter<long> { TypedValue = token });
                await life.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            }

            await using var command = new NpgsqlCommand(RenewSql, session);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = token });
            command.Parameters.Add(Interval(lease));
            return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the lease back, so that a peer need not wait until it lapses.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task Release(long token, CancellationToken cancel)
    {
        await Ask(GiveBack, cancel).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);

        async Task<object?> GiveBack(NpgsqlConnection session)
        {
            await using var command = new NpgsqlCommand(ReleaseSql, session);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = token });
            return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The address at which the present owner serves, or null when nobody does.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task<string?> OwnerAddress(CancellationToken cancel)
    {
        return (string?)await Ask(Look, cancel).ConfigureAwait(false);

        async Task<object?> Look(NpgsqlConnection session)
        {
            await using var command = new NpgsqlCommand(
                "SELECT address FROM workflow.ownership WHERE expires_at >= clock_timestamp()", session);
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the session, and with it the sign of life.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    // What broke once is not used again: the next question opens a session, and an owner shows its life anew.
    private async Task<object?> Ask(Func<NpgsqlConnection, Task<object?>> question, CancellationToken cancel)
    {
        try
        {
            if (_session is null)
            {
                _session = new NpgsqlConnection(_address);
                await _session.OpenAsync(cancel).ConfigureAwait(false);
            }

            return await question(_session).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static NpgsqlParameter<TimeSpan> Interval(TimeSpan value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Interval };
}
