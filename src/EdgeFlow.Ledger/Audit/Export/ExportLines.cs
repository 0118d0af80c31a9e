using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeFlow.Ledger.Audit.Chain;
using EdgeFlow.Ledger.Audit.Signatures;

namespace EdgeFlow.Ledger.Audit.Export;

/// <summary>Writes the lines of an export, and hashes what it wrote. Not thread safe.</summary>
internal sealed class ExportLines(Stream to) : IDisposable
{
    /// <summary>The first property of the first line says what the file is.</summary>
    public const string Format = "edgeflow-audit/1";

    // Lines are short; a few hundred of them go to the stream at once.
    private const int FlushBytes = 128 * 1024;

    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushBytes);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Everything that was not hashed as it stands is escaped as little as JSON allows.
    private readonly JsonWriterOptions options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <summary>Writes one line.</summary>
    public async ValueTask Line(Action<Utf8JsonWriter> fill, CancellationToken cancellationToken)
    {
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        if (buffer.WrittenCount >= FlushBytes)
        {
            await Flush(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask Flush(CancellationToken cancellationToken)
    {
        hash.AppendData(buffer.WrittenSpan);
        await to.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }

    /// <summary>SHA-256 of all lines so far.</summary>
    public async ValueTask<byte[]> HashSoFar(CancellationToken cancellationToken)
    {
        await Flush(cancellationToken).ConfigureAwait(false);
        return hash.GetCurrentHash();
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    /// <summary>The first line.</summary>
    public static void Header(Utf8JsonWriter json, ExportRequest request, KeyChain keys, DateTimeOffset now)
    {
        json.WriteString("format", Format);
        json.WriteString("chain", keys.Chain);
        json.WriteString("tenant", request.Tenant);
        Time(json, "since", request.Since);
        Time(json, "until", request.Until);
        json.WriteString("stream", request.Stream);
        json.WriteString("exportedAt", now);
        json.WriteStartArray("keys");
        foreach (var key in keys.Keys)
        {
            json.WriteStartObject();
            json.WriteNumber("ordinal", key.Ordinal);
            json.WriteString("id", key.Id);
            json.WriteString("publicKey", Convert.ToHexStringLower(key.PublicKey));
            json.WriteString("createdAt", key.CreatedAt);
            json.WriteString("endorsement", key.Endorsement is { } by ? Convert.ToHexStringLower(by) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The line before the events of a block.</summary>
    public static void Head(Utf8JsonWriter json, Block block)
    {
        json.WriteNumber("block", block.Number);
        json.WriteNumber("after", block.After);
        json.WriteNumber("through", block.Through);
        json.WriteNumber("events", block.Events);
        json.WriteNumber("total", block.Total);
        json.WriteString("previous", Convert.ToHexStringLower(block.Previous));
        json.WriteString("head", Convert.ToHexStringLower(block.Head));
        json.WriteString("key", block.KeyId);
        json.WriteString("sealedAt", block.SealedAt.UtcDateTime);
        json.WriteString("signature", Convert.ToHexStringLower(block.Signature));
    }

    /// <summary>An event, with its link.</summary>
    public static void Event(Utf8JsonWriter json, in EventRow row, ReadOnlySpan<byte> link)
    {
        json.WriteNumber("seq", row.Sequence);
        json.WriteString("hash", Convert.ToHexStringLower(link));
        json.WriteString("stream", row.Stream);
        json.WriteNumber("version", row.Version);
        json.WriteString("id", row.Id);
        json.WriteString("type", row.Type);
        json.WriteString("at", ExportTime.Write(row.Time));
        json.WriteString("tenant", row.Tenant);
        json.WriteString("dotnet", row.DotNetType);
        json.WriteString("correlation", row.Correlation);
        json.WriteString("causation", row.Causation);
        Flag(json, row.IsArchived);
        if (row.Headers is { } headers)
        {
            // Left out where the row has none: the JSON null is another value.
            json.WritePropertyName("headers");
            json.WriteRawValue(headers.Span, skipInputValidation: true);
        }

        if (row.Binary is { } binary)
        {
            json.WriteBase64String("binary", binary);
        }

        json.WritePropertyName("data");
        json.WriteRawValue(row.Data.Span, skipInputValidation: true);
    }

    /// <summary>An event that is left out, with its leaf.</summary>
    public static void LeftOut(Utf8JsonWriter json, BlockEntry entry)
    {
        Span<byte> leaf = stackalloc byte[ChainHash.Size];
        entry.Leaf(leaf);
        json.WriteNumber("seq", entry.Sequence);
        json.WriteString("leaf", Convert.ToHexStringLower(leaf));
    }

    private static void Flag(Utf8JsonWriter json, bool? flag)
    {
        if (flag is { } yes)
        {
            json.WriteBoolean("archived", yes);
        }
        else
        {
            json.WriteNull("archived");
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            json.WriteString(name, time);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
