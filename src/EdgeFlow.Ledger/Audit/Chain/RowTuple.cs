using System.Buffers;
using System.Buffers.Binary;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// A row of <c>mt_events</c> as PostgreSQL copies <see cref="RowSql.Tuple"/> in its binary format: for each column its
/// length, −1 for null, and its bytes. It is hashed as it comes, without a value being made of it.
/// </summary>
internal readonly ref struct RowTuple
{
    private const int PlaceColumns = 3;
    private const int TenantColumn = PlaceColumns + 3;
    private readonly ReadOnlySpan<byte> body;

    /// <summary>Reads where the columns are.</summary>
    /// <param name="columns">Those of <see cref="RowSql.Tuple"/>, one behind the other, whole.</param>
    public RowTuple(ReadOnlySpan<byte> columns)
    {
        Sequence = BinaryPrimitives.ReadInt64BigEndian(Take(ref columns, out _));
        Stream = Take(ref columns, out var hasStream);
        HasStream = hasStream;
        Version = BinaryPrimitives.ReadInt64BigEndian(Take(ref columns, out _));
        body = columns;
        for (var column = PlaceColumns; column <= TenantColumn; column++)
        {
            Tenant = Take(ref columns, out var hasTenant);
            HasTenant = hasTenant;
        }
    }

    /// <summary>seq_id.</summary>
    public long Sequence { get; }

    /// <summary>version.</summary>
    public long Version { get; }

    /// <summary>Whether stream_id is not null.</summary>
    public bool HasStream { get; }

    /// <summary>stream_id in UTF-8; empty for null.</summary>
    public ReadOnlySpan<byte> Stream { get; }

    /// <summary>Whether tenant_id is not null.</summary>
    public bool HasTenant { get; }

    /// <summary>tenant_id in UTF-8; empty for null.</summary>
    public ReadOnlySpan<byte> Tenant { get; }

    /// <summary>Hashes the body.</summary>
    /// <param name="scratch">A buffer to be used again; its content does not matter.</param>
    /// <param name="hash">Gets the 32 bytes.</param>
    public void Body(ArrayBufferWriter<byte> scratch, Span<byte> hash)
    {
        scratch.ResetWrittenCount();
        var to = scratch.GetSpan(sizeof(int) + (BodyColumns.Count * sizeof(int)) + body.Length);
        BinaryPrimitives.WriteInt32BigEndian(to, BodyColumns.Count);
        var length = sizeof(int);
        var rest = body;
        foreach (var type in BodyColumns.Types)
        {
            var before = rest;
            Take(ref rest, out _);
            var column = before[..^rest.Length];
            BinaryPrimitives.WriteInt32BigEndian(to[length..], type);
            column.CopyTo(to[(length + sizeof(int))..]);
            length += sizeof(int) + column.Length;
        }

        Sha256.Hash(to[..length], hash);
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> columns, out bool isThere)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(columns);
        isThere = length >= 0;
        var value = columns.Slice(sizeof(int), Math.Max(length, 0));
        columns = columns[(sizeof(int) + value.Length)..];
        return value;
    }
}
