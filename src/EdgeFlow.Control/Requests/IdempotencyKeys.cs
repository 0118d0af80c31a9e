using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Control.Requests;

/// <summary>Remembers what was answered to requests with an Idempotency-Key, in the database, for a day. Thread
/// safe.</summary>
public sealed class IdempotencyKeys(NpgsqlDataSource database)
{
    /// <summary>A request that was not answered within this time is taken for dead, and may be made again.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(60);

    private const string Take = """
        insert into idempotency_keys as k (key, request_hash) values ($1, $2)
        on conflict (key) do update set created_at = clock_timestamp()
        where k.status is null and k.request_hash = excluded.request_hash and k.created_at < clock_timestamp() - $3
        returning true
        """;

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Begins a request. Null when the caller is to carry it out; else what is known of the first
    /// one.</summary>
    public async Task<KnownRequest?> Begin(string key, string hash, CancellationToken cancellationToken)
    {
        await using (var take = database.CreateCommand(Take))
        {
            take.Parameters.AddWithValue(key);
            take.Parameters.AddWithValue(hash);
            take.Parameters.AddWithValue(DeadAfter);
            if (await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                return null;
            }
        }

        await using var select = database.CreateCommand(
            "select request_hash, status, headers::text, body from idempotency_keys where key = $1");
        select.Parameters.AddWithValue(key);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return new KnownRequest(true, null, Nothing, []);
        }

        return new KnownRequest(
            reader.GetString(0) == hash, reader.IsDBNull(1) ? null : reader.GetInt32(1),
            reader.IsDBNull(2) ? Nothing : JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!,
            reader.IsDBNull(3) ? [] : reader.GetFieldValue<byte[]>(3));
    }

    /// <summary>Keeps the answer.</summary>
    public async Task Keep(
        string key, int status, IReadOnlyDictionary<string, string> headers, byte[] body,
        CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand(
            "update idempotency_keys set status = $2, headers = $3, body = $4 where key = $1");
        update.Parameters.AddWithValue(key);
        update.Parameters.AddWithValue(status);
        update.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(headers));
        update.Parameters.AddWithValue(body);
        await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a request that failed by our fault, so that it may be made again.</summary>
    public async Task Forget(string key, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand(
            "delete from idempotency_keys where key = $1 and status is null");
        delete.Parameters.AddWithValue(key);
        await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
