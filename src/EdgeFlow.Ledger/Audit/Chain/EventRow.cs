using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// A row of <c>mt_events</c>, every column of it, as it stands in the database or in an export. What <see cref="Hash"/>
/// hashes is written down in docs/ledger/audit.md; <see cref="RowTuple.Body"/> makes the same of a row that is copied.
/// </summary>
/// <param name="Sequence">seq_id.</param>
/// <param name="Stream">stream_id.</param>
/// <param name="Version">version.</param>
/// <param name="Id">id.</param>
/// <param name="Type">type.</param>
/// <param name="Time">timestamp in microseconds since 2000 in UTC, as PostgreSQL counts; its ends are infinity.</param>
/// <param name="Tenant">tenant_id.</param>
/// <param name="DotNetType">mt_dotnet_type.</param>
/// <param name="Correlation">correlation_id.</param>
/// <param name="Causation">causation_id.</param>
/// <param name="IsArchived">is_archived.</param>
/// <param name="Headers">headers as PostgreSQL prints jsonb.</param>
/// <param name="Binary">bdata.</param>
/// <param name="Data">data as PostgreSQL prints jsonb, in UTF-8.</param>
public readonly record struct EventRow(
    long Sequence, string? Stream, long Version, Guid Id, string Type, long Time, string? Tenant, string? DotNetType,
    string? Correlation, string? Causation, bool? IsArchived, string? Headers, byte[]? Binary,
    ReadOnlyMemory<byte> Data)
{
    // The columns of a body, and PostgreSQL's numbers of their types, which never change.
    internal const int Columns = 11;
    private const int Uuid = 2950;
    private const int Varchar = 1043;
    private const int Timestamp = 1184;
    private const int Jsonb = 3802;
    private const int Bytes = 17;
    private const int Boolean = 16;
    private const byte JsonbVersion = 1;

    /// <summary>PostgreSQL's numbers of the types of a body's columns, in their order.</summary>
    internal static ReadOnlySpan<int> Types =>
        [Uuid, Varchar, Timestamp, Varchar, Varchar, Varchar, Varchar, Jsonb, Jsonb, Bytes, Boolean];

    /// <summary>Hashes everything but the place (sequence, stream and version).</summary>
    /// <param name="scratch">A buffer to be used again; its content does not matter.</param>
    /// <param name="body">Gets the 32 bytes.</param>
    public void Hash(ArrayBufferWriter<byte> scratch, Span<byte> body)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.ResetWrittenCount();
        Number(scratch, Columns);
        Head(scratch, Uuid, 16);
        Id.TryWriteBytes(scratch.GetSpan(16), bigEndian: true, out _);
        scratch.Advance(16);
        Text(scratch, Type);
        Head(scratch, Timestamp, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(scratch.GetSpan(sizeof(long)), Time);
        scratch.Advance(sizeof(long));
        Text(scratch, Tenant);
        Text(scratch, DotNetType);
        Text(scratch, Correlation);
        Text(scratch, Causation);
        Json(scratch, Headers);
        Head(scratch, Jsonb, Data.Length + 1);
        scratch.Write([JsonbVersion]);
        scratch.Write(Data.Span);
        Head(scratch, Bytes, Binary?.Length ?? -1);
        scratch.Write(Binary);
        Head(scratch, Boolean, IsArchived is null ? -1 : 1);
        scratch.Write(IsArchived switch { null => [], true => [1], false => [0] });
        Sha256.Hash(scratch.WrittenSpan, body);
    }

    private static void Head(ArrayBufferWriter<byte> to, int type, int length)
    {
        Number(to, type);
        Number(to, length);
    }

    private static void Number(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(sizeof(int)), number);
        to.Advance(sizeof(int));
    }

    private static void Text(ArrayBufferWriter<byte> to, string? text)
    {
        Head(to, Varchar, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text ?? "", to);
    }

    private static void Json(ArrayBufferWriter<byte> to, string? json)
    {
        Head(to, Jsonb, json is null ? -1 : Encoding.UTF8.GetByteCount(json) + 1);
        if (json is not null)
        {
            to.Write([JsonbVersion]);
            Encoding.UTF8.GetBytes(json, to);
        }
    }
}
