using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Sidecar.Storage;

/// <summary>
/// The lease that makes one sidecar process of a database the owner of all instances. Its token fences every commit,
/// so a process that lost the lease without noticing can write nothing. Thread-safe.
/// </summary>
internal sealed class Ownership(NpgsqlDataSource source, string holder, string address, TimeSpan lease)
{
    private const string AcquireSql = """
        UPDATE workflow.ownership
        SET token = token + 1, batch = 0, holder = $1, address = $2, expires_at = clock_timestamp() + $3
        WHERE expires_at < clock_timestamp() OR holder = $1
        RETURNING token
        """;

    private const string RenewSql =
        "UPDATE workflow.ownership SET expires_at = clock_timestamp() + $2 WHERE token = $1";

    private const string ReleaseSql =
        "UPDATE workflow.ownership SET expires_at = '-infinity' WHERE token = $1";

    /// <summary>Takes the lease when nobody holds it: the token, or null.</summary>
    public async Task<long?> TryAcquire(CancellationToken cancel)
    {
        await using var command = source.CreateCommand(AcquireSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = address });
        command.Parameters.Add(Lease());
        return (long?)await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Prolongs the lease; false when another process took it. A lapsed lease that nobody took goes on.
    /// </summary>
    public async Task<bool> Renew(long token, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(RenewSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = token });
        command.Parameters.Add(Lease());
        return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) == 1;
    }

    /// <summary>Gives the lease back, so that a peer need not wait until it lapses.</summary>
    public async Task Release(long token, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(ReleaseSql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = token });
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The address at which the present owner serves, or null when nobody does.</summary>
    public async Task<string?> OwnerAddress(CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            "SELECT address FROM workflow.ownership WHERE expires_at >= clock_timestamp()");
        return (string?)await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
    }

    private NpgsqlParameter<TimeSpan> Lease() => new() { TypedValue = lease, NpgsqlDbType = NpgsqlDbType.Interval };
}
