using System.Runtime.CompilerServices;
using EdgeFlow.Ledger.Audit.Signatures;
using Npgsql;
using NpgsqlTypes;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>The tables of the chain. Thread safe.</summary>
public sealed class ChainStore(NpgsqlDataSource database)
{
    // A block is read whole; at most so many are read at once.
    private const int BlockPage = 16;

    private const string SelectKeys =
        "select ordinal, key_id, public_key, created_at, endorsement from ledger_audit_keys order by ordinal";

    private const string InsertKey = """
        insert into ledger_audit_keys (ordinal, key_id, public_key, created_at, endorsement)
        values ($1, $2, $3, $4, $5) on conflict do nothing
        """;

    private const string BlockColumns = """
        select tenant_id, number, after_seq, through_seq, coalesce(events, cardinality(seqs), 0), total, previous,
            head, key_id, sealed_at, signature
        """;

    private const string SelectLast = BlockColumns + """
         from ledger_blocks where tenant_id = $1 order by number desc limit 1
        """;

    private const string SelectHead = "select head from ledger_blocks where tenant_id = $1 and number = $2";

    private const string SelectBlocks = BlockColumns + """
        , seqs, streams, versions, bodies, entries from ledger_blocks
        where tenant_id = $1 and number > $2 order by number limit $3
        """;

    private const string SelectAll = BlockColumns + """
        , seqs, streams, versions, bodies, entries from ledger_blocks
        where (through_seq, tenant_id, number) > ($1, $2, $3) and through_seq <= $4
        order by through_seq, tenant_id, number limit $5
        """;

    private const string InsertBlock = """
        insert into ledger_blocks (tenant_id, number, after_seq, through_seq, total, events, entries, previous, head,
            key_id, signature, sealed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing
        """;

    /// <summary>The chain's keys as they are published.</summary>
    public async Task<KeyChain> Keys(CancellationToken cancellationToken)
    {
        await using var one = database.CreateCommand("select chain_id from ledger_chain");
        var chain = (Guid)(await one.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("The table ledger_chain is empty: its only row was deleted."));
        await using var select = database.CreateCommand(SelectKeys);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var keys = new List<PublishedKey>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            keys.Add(new PublishedKey(
                reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2),
                reader.GetFieldValue<DateTimeOffset>(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4)));
        }

        return new KeyChain(chain, keys);
    }

    /// <summary>Publishes a key; false when its place was taken meanwhile.</summary>
    public async Task<bool> Publish(PublishedKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        await using var insert = database.CreateCommand(InsertKey);
        insert.Parameters.AddWithValue(key.Ordinal);
        insert.Parameters.AddWithValue(key.Id);
        insert.Parameters.AddWithValue(key.PublicKey);
        insert.Parameters.AddWithValue(key.CreatedAt);
        insert.Parameters.AddWithValue(NpgsqlDbType.Bytea, (object?)key.Endorsement ?? DBNull.Value);
        return await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Every event of the database up to this sequence number is sealed; 0 when none is.</summary>
    public async Task<long> SealedThrough(CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select coalesce(max(through_seq), 0) from ledger_blocks");
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>The tenants that have blocks, in order of name.</summary>
    public async Task<IReadOnlyList<string>> Tenants(CancellationToken cancellationToken)
    {
        // One look into the index a tenant; a plain "distinct" reads every block.
        await using var select = database.CreateCommand("""
            with recursive found as (
                (select tenant_id from ledger_blocks order by tenant_id limit 1)
                union all
                select (select b.tenant_id from ledger_blocks b where b.tenant_id > f.tenant_id
                        order by b.tenant_id limit 1)
                from found f where f.tenant_id is not null)
            select coalesce(array_agg(tenant_id order by tenant_id), '{}') from found where tenant_id is not null
            """);
        return (string[])(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>A tenant's last block; null when it has none.</summary>
    public async Task<Block?> Last(string tenant, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectLast);
        select.Parameters.AddWithValue(tenant);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? Head(reader) : null;
    }

    /// <summary>The head of a tenant's block of a number; null when there is none.</summary>
    public async Task<byte[]?> HeadOf(string tenant, long number, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectHead);
        select.Parameters.AddWithValue(tenant);
        select.Parameters.AddWithValue(number);
        return (byte[]?)await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A tenant's blocks in order.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="after">The number of the last one that is known; 0 for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<SealedBlock> Blocks(
        string tenant, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await Page(tenant, after, cancellationToken).ConfigureAwait(false);
            foreach (var block in page)
            {
                yield return block;
            }

            if (page.Count < BlockPage)
            {
                yield break;
            }

            after = page[^1].Head.Number;
        }
    }

    /// <summary>The blocks of all tenants in the order of sealing; those that were sealed together come together.
    /// </summary>
    /// <param name="through">Blocks that end later are left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<IReadOnlyList<SealedBlock>> AllBlocks(
        long through, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var together = new List<SealedBlock>();
        var last = (Through: -1L, Tenant: "", Number: 0L);
        while (true)
        {
            await using var select = database.CreateCommand(SelectAll);
            select.Parameters.AddWithValue(last.Through);
            select.Parameters.AddWithValue(last.Tenant);
            select.Parameters.AddWithValue(last.Number);
            select.Parameters.AddWithValue(through);
            select.Parameters.AddWithValue(BlockPage);
            var page = await Read(select, cancellationToken).ConfigureAwait(false);
            foreach (var block in page)
            {
                if (together.Count > 0 && together[0].Head.Through != block.Head.Through)
                {
                    yield return together;
                    together = [];
                }

                together.Add(block);
                last = (block.Head.Through, block.Head.Tenant, block.Head.Number);
            }

            if (page.Count < BlockPage)
            {
                break;
            }
        }

        if (together.Count > 0)
        {
            yield return together;
        }
    }

    /// <summary>Stores blocks with their packed entries, all or none.</summary>
    /// <returns>False when another process sealed the same events meanwhile; nothing was stored then.</returns>
    internal async Task<bool> Add(
        IReadOnlyList<(Block Head, ReadOnlyMemory<byte> Entries)> blocks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (head, entries) in blocks)
        {
            await using var insert = new NpgsqlCommand(InsertBlock, connection);
            AddParameters(insert.Parameters, head, entries);
            if (await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<List<SealedBlock>> Page(string tenant, long after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(SelectBlocks);
        select.Parameters.AddWithValue(tenant);
        select.Parameters.AddWithValue(after);
        select.Parameters.AddWithValue(BlockPage);
        return await Read(select, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<SealedBlock>> Read(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<SealedBlock>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new SealedBlock(Head(reader), Entries(reader)));
        }

        return page;
    }

    private static Block Head(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4),
        reader.GetInt64(5), reader.GetFieldValue<byte[]>(6), reader.GetFieldValue<byte[]>(7), reader.GetString(8),
        reader.GetFieldValue<DateTimeOffset>(9), reader.GetFieldValue<byte[]>(10));

    // What does not belong together was changed: without entries the block does not make its head.
    private static IReadOnlyList<BlockEntry> Entries(NpgsqlDataReader reader)
    {
        const int Arrays = 11;
        const int Packed = 15;
        var isWithoutArrays = Enumerable.Range(Arrays, Packed - Arrays).All(reader.IsDBNull);
        return (reader.IsDBNull(Packed), isWithoutArrays) switch
        {
            (false, true) => PackedEntries.Read(reader.GetFieldValue<byte[]>(Packed)),
            (true, false) when !Enumerable.Range(Arrays, Packed - Arrays).Any(reader.IsDBNull) => BlockEntry.Of(
                reader.GetFieldValue<long[]>(Arrays), reader.GetFieldValue<string?[]>(Arrays + 1),
                reader.GetFieldValue<long[]>(Arrays + 2), reader.GetFieldValue<byte[]>(Arrays + 3)),
            _ => [],
        };
    }

    private static void AddParameters(NpgsqlParameterCollection to, Block head, ReadOnlyMemory<byte> entries)
    {
        to.AddWithValue(head.Tenant);
        to.AddWithValue(head.Number);
        to.AddWithValue(head.After);
        to.AddWithValue(head.Through);
        to.AddWithValue(head.Total);
        to.AddWithValue(head.Events);
        to.AddWithValue(NpgsqlDbType.Bytea, entries);
        to.AddWithValue(head.Previous);
        to.AddWithValue(head.Head);
        to.AddWithValue(head.KeyId);
        to.AddWithValue(head.Signature);
        to.AddWithValue(head.SealedAt);
    }
}
