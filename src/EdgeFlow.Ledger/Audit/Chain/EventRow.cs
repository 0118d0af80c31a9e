using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Ledger.Audit.Chain;

/// <summary>
/// A row of <c>mt_events</c>, every column of it, as it stands in the database or in an export. What <see cref="Hash"/>
/// hashes is written down in docs/ledger/audit.md; <see cref="RowSql.Body"/> makes the same in the database.
/// </summary>
/// <param name="Sequence">seq_id.</param>
/// <param name="Stream">stream_id.</param>
/// <param name="Version">version.</param>
/// <param name="Id">id.</param>
/// <param name="Type">type.</param>
/// <param name="Micros">timestamp in microseconds since 1970 in UTC, as digits; <c>Infinity</c> is possible.</param>
/// <param name="Tenant">tenant_id.</param>
/// <param name="DotNetType">mt_dotnet_type.</param>
/// <param name="Correlation">correlation_id.</param>
/// <param name="Causation">causation_id.</param>
/// <param name="IsArchived">is_archived.</param>
/// <param name="Headers">headers as PostgreSQL prints jsonb.</param>
/// <param name="Binary">bdata in hex.</param>
/// <param name="Data">data as PostgreSQL prints jsonb, in UTF-8.</param>
public readonly record struct EventRow(
    long Sequence, string? Stream, long Version, Guid Id, string Type, string Micros, string? Tenant,
    string? DotNetType, string? Correlation, string? Causation, bool? IsArchived, string? Headers, string? Binary,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>Hashes everything but the place (sequence, stream and version).</summary>
    /// <param name="scratch">A buffer to be used again; its content does not matter.</param>
    /// <param name="body">Gets the 32 bytes.</param>
    public void Hash(ArrayBufferWriter<byte> scratch, Span<byte> body)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.ResetWrittenCount();
        var archived = IsArchived switch { null => "-", true => "true", false => "false" };
        Encoding.UTF8.GetBytes($"1|{Id}|{Micros}|{archived}|", scratch);
        Add(scratch, Type);
        Add(scratch, Tenant);
        Add(scratch, DotNetType);
        Add(scratch, Correlation);
        Add(scratch, Causation);
        Add(scratch, Headers);
        Add(scratch, Binary);
        scratch.Write(Data.Span);
        SHA256.HashData(scratch.WrittenSpan, body);
    }

    // The length before the text lets no two rows have the same bytes.
    private static void Add(ArrayBufferWriter<byte> to, string? text)
    {
        if (text is null)
        {
            to.Write("-"u8);
            return;
        }

        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:"), to);
        Encoding.UTF8.GetBytes(text, to);
    }
}
