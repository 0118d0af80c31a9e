using System.Security.Cryptography;
using EdgeFlow.Protocol.Personal;
using Npgsql;

namespace EdgeFlow.Control.Personal;

/// <summary>The keys of jobs' personal data, one a job. Thread safe.</summary>
public sealed class PersonalKeys(NpgsqlDataSource database)
{
    /// <summary>The job's key, made on first use; null where it was destroyed.</summary>
    public async Task<byte[]?> FindOrMake(string job, CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(
            "insert into personal_keys (job, key) values ($1, $2) on conflict do nothing");
        insert.Parameters.AddWithValue(job);
        insert.Parameters.AddWithValue(RandomNumberGenerator.GetBytes(PersonalBox.KeyBytes));
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return await Find(job, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The job's key; null where it was destroyed, and where the job has no personal data.</summary>
    public async Task<byte[]?> Find(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select key from personal_keys where job = $1");
        select.Parameters.AddWithValue(job);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as byte[];
    }

    /// <summary>Whether the job has a key, or had one that was destroyed.</summary>
    public async Task<bool> Knows(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select exists (select from personal_keys where job = $1)");
        select.Parameters.AddWithValue(job);
        return (bool)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Destroys a job's key. Again changes nothing.</summary>
    public async Task Destroy(string job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("""
            insert into personal_keys (job, destroyed_at) values ($1, $2)
            on conflict (job) do update set key = null, destroyed_at = coalesce(personal_keys.destroyed_at, $2)
            """);
        update.Parameters.AddWithValue(job);
        update.Parameters.AddWithValue(now);
        await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        // The former row still holds the key on disk until its place is used again.
        await using var vacuum = database.CreateCommand("vacuum personal_keys");
        await vacuum.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
