using System.Security.Cryptography;
using Npgsql;

namespace EdgeFlow.Control.Plans.Contents;

/// <summary>Snapshots and proposals by the hash of their bytes: each stored once, packed. Thread safe.</summary>
public sealed class PlanContents(NpgsqlDataSource database)
{
    /// <summary>Most contents that one is unpacked from, itself included: a proposal, its snapshot, that one's
    /// base.</summary>
    public const int MaxDepth = 3;

    private const string Insert = """
        insert into plan_contents (hash, size, base, packed) values ($1, $2, $3, $4) on conflict (hash) do nothing
        """;

    private const string Select = "select size, base, packed from plan_contents where hash = $1";

    /// <summary>Adds what inserts a content, unless it is there.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="content">The content; its base must be there already or stand before it.</param>
    public static void Add(NpgsqlBatch batch, PackedContent content)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        insert.Parameters.AddWithValue(Convert.FromHexString(content.Hash));
        insert.Parameters.AddWithValue(content.Size);
        insert.Parameters.AddWithValue(content.Base is null ? DBNull.Value : Convert.FromHexString(content.Base));
        insert.Parameters.AddWithValue(content.Packed);
        batch.BatchCommands.Add(insert);
    }

    /// <summary>The bytes of a name; null when there are none any more.</summary>
    /// <param name="hash">SHA-256 in hex.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">What is stored is not what its name says.</exception>
    public async Task<byte[]?> Find(string hash, CancellationToken cancellationToken)
    {
        var chain = new List<PackedContent>();
        for (var name = hash; name is not null; name = chain[^1].Base)
        {
            if (chain.Count == MaxDepth)
            {
                throw new InvalidDataException($"Content {hash} is packed against more than {MaxDepth - 1} others.");
            }

            if (await Row(name, cancellationToken).ConfigureAwait(false) is not { } row)
            {
                return null;
            }

            chain.Add(row);
        }

        byte[]? bytes = null;
        for (var k = chain.Count - 1; k >= 0; k--)
        {
            bytes = chain[k].Unpack(bytes, Solves.SolveLimits.MaxContent);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes!)) == hash
            ? bytes
            : throw new InvalidDataException($"Content {hash} is damaged: its bytes have another hash.");
    }

    private async Task<PackedContent?> Row(string hash, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(Select);
        select.Parameters.AddWithValue(Convert.FromHexString(hash));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var isWhole = await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false);
        return new PackedContent(
            hash, reader.GetInt32(0),
            isWhole ? null : Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
            reader.GetFieldValue<byte[]>(2));
    }
}
