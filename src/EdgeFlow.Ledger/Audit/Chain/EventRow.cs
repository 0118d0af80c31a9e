using System.Buffers;

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
/// <param name="Headers">headers as PostgreSQL prints jsonb, in UTF-8; null for none.</param>
/// <param name="Binary">bdata.</param>
/// <param name="Data">data as PostgreSQL prints jsonb, in UTF-8.</param>
public readonly record struct EventRow(
    long Sequence, string? Stream, long Version, Guid Id, string Type, long Time, string? Tenant, string? DotNetType,
    string? Correlation, string? Causation, bool? IsArchived, ReadOnlyMemory<byte>? Headers, byte[]? Binary,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>Hashes everything but the place (sequence, stream and version).</summary>
    /// <param name="scratch">A buffer to be used again; its content does not matter.</param>
    /// <param name="body">Gets the 32 bytes.</param>
    public void Hash(ArrayBufferWriter<byte> scratch, Span<byte> body)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.ResetWrittenCount();
        var columns = new BodyColumns(scratch.GetSpan(BytesMax()));
        columns.Id(Id);
        columns.Text(Type);
        columns.Time(Time);
        columns.Text(Tenant);
        columns.Text(DotNetType);
        columns.Text(Correlation);
        columns.Text(Causation);
        columns.Json(Headers is not null, Headers.GetValueOrDefault().Span);
        columns.Json(true, Data.Span);
        columns.Bytes(Binary);
        columns.Flag(IsArchived);
        Sha256.Hash(columns.Written, body);
    }

    private int BytesMax()
    {
        const int TextBytesMax = 3;
        var letters = Type.Length + Length(Tenant) + Length(DotNetType) + Length(Correlation) + Length(Causation);
        return BodyColumns.HeadBytesMax + (TextBytesMax * letters) + Data.Length
            + Headers.GetValueOrDefault().Length + (Binary?.Length ?? 0);

        static int Length(string? text) => text?.Length ?? 0;
    }
}
