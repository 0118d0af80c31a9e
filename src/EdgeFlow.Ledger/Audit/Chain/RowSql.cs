using System.Buffers.Binary;
using Npgsql;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// How rows of <c>mt_events</c> are read for the chain. Only constants: nothing of a caller is in them.
/// </summary>
internal static class RowSql
{
    /// <summary>The tenant of a row that names none.</summary>
    public const string DefaultTenant = "*DEFAULT*";

    /// <summary>The tenant that a row belongs to.</summary>
    public const string Tenant = "coalesce(tenant_id, '*DEFAULT*')";

    /// <summary>The columns of an <see cref="EventRow"/>.</summary>
    public const string Columns =
        "seq_id, stream_id, version, id, type, timestamptz_send(timestamp), tenant_id, mt_dotnet_type, correlation_id, "
        + "causation_id, is_archived, headers::text, bdata, data::text";

    /// <summary>How many columns these are.</summary>
    public const int ColumnCount = 14;

    /// <summary>The columns of a <see cref="RowTuple"/>: the place, then those of the body in their order.</summary>
    public const string Tuple =
        "seq_id, stream_id, version, id, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, "
        + "headers, data, bdata, is_archived";

    /// <summary>The row that a reader of <see cref="Columns"/> stands at.</summary>
    public static EventRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), Text(reader, 1), reader.GetInt64(2), reader.GetGuid(3), reader.GetString(4),
        BinaryPrimitives.ReadInt64BigEndian(reader.GetFieldValue<byte[]>(5)), Text(reader, 6), Text(reader, 7),
        Text(reader, 8), Text(reader, 9), reader.IsDBNull(10) ? null : reader.GetBoolean(10),
        reader.IsDBNull(11) ? null : (ReadOnlyMemory<byte>?)reader.GetFieldValue<byte[]>(11),
        reader.IsDBNull(12) ? null : reader.GetFieldValue<byte[]>(12), reader.GetFieldValue<byte[]>(13));

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
