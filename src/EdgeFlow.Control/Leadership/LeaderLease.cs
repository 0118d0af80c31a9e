using Npgsql;

namespace EdgeFlow.Control.Leadership;

/// <summary>
/// The row <c>control-leader</c>: who may run the failure detector and the replanner. Times are the database's, so that
/// clocks of machines do not matter. The token grows with every change of hands. It saves work and noise; what keeps
/// two deciders from harm is the expected version of every append.
/// </summary>
public sealed class LeaderLease(NpgsqlDataSource database, LeaderOptions options)
{
    private const string Name = "control-leader";

    private const string Take = """
        insert into control_leases as held (name, holder, token, expires_at)
        values ($1, $2, 1, clock_timestamp() + $3)
        on conflict (name) do update set
            token = held.token + case when held.holder = excluded.holder then 0 else 1 end,
            holder = excluded.holder, expires_at = excluded.expires_at
        where held.holder = excluded.holder or held.expires_at < clock_timestamp()
        returning token
        """;

    /// <summary>Takes or renews the lease; the fencing token, or null while another holds it.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<long?> TryTake(CancellationToken cancellationToken)
    {
        await using var take = database.CreateCommand(Take);
        take.CommandTimeout = Math.Max(1, (int)options.Lease.TotalSeconds);
        take.Parameters.AddWithValue(Name);
        take.Parameters.AddWithValue(options.Holder);
        take.Parameters.AddWithValue(options.Lease);
        return (long?)await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the lease back, so that another need not wait for its end.</summary>
    public async Task Release(CancellationToken cancellationToken)
    {
        await using var release = database.CreateCommand(
            "update control_leases set expires_at = clock_timestamp() where name = $1 and holder = $2");
        release.Parameters.AddWithValue(Name);
        release.Parameters.AddWithValue(options.Holder);
        await release.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
