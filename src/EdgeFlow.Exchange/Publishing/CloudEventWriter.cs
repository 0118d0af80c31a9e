using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeFlow.Control.Access;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>Makes public events of stored ones: the one file between the two shapes. Pure.</summary>
public static class CloudEventWriter
{
    private const int TraceIdDigits = 32;
    private const int SpanIdDigits = 16;

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The public form of an event; null when it stays inside.</summary>
    /// <param name="entry">The stored event.</param>
    public static CloudEvent? Write(RecordedEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (PublicEvents.Of(entry.Data) is not { } type)
        {
            return null;
        }

        var id = Id(entry.StreamId, entry.Version);
        var subject = type.Subject(entry.Data);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Layout))
        {
            json.WriteStartObject();
            Head(json, id, type.Name, Source(entry.Tenant), subject, entry.Timestamp);
            json.WriteString("dataschema", type.Schema);
            // A text, zero-padded, so that it can be compared as the Sequence extension asks.
            json.WriteString("sequence", entry.Sequence.ToString("D20", CultureInfo.InvariantCulture));
            if (entry.Metadata.CorrelationId is { Length: > 0 } correlation)
            {
                json.WriteString("correlationid", correlation);
                Trace(json, correlation, entry.EventId);
            }

            json.WriteStartObject("data");
            foreach (var field in type.Fields)
            {
                field.Write(json, entry.Data);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new CloudEvent(id, type.Name, subject, bytes.WrittenMemory);
    }

    /// <summary>The source of what a tenant's things did.</summary>
    /// <param name="tenant">The tenant, as <c>tenant_id</c> has it.</param>
    public static string Source(string tenant) => $"/edgeflow/{TenantNames.Shown(tenant)}";

    /// <summary>Writes the attributes that every CloudEvent of ours has.</summary>
    internal static void Head(
        Utf8JsonWriter json, string id, string type, string source, string subject, DateTimeOffset time)
    {
        json.WriteString("specversion", "1.0");
        json.WriteString("id", id);
        json.WriteString("source", source);
        json.WriteString("type", type);
        json.WriteString("subject", subject);
        json.WriteString("time", time.UtcDateTime);
        json.WriteString("datacontenttype", "application/json");
    }

    /// <summary>The id of an event: its stream and its place in it, which never change.</summary>
    internal static string Id(string stream, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream}/{version}");

    // The correlation id of a request that came with a trace is that trace's id; every other one of ours has its form
    // too, and is then a trace of its own. Whether it is recorded anywhere is not known, so that flag is not set. The
    // event is a span, by its own id.
    private static void Trace(Utf8JsonWriter json, string correlation, Guid eventId)
    {
        if (correlation.Length == TraceIdDigits && correlation.All(char.IsAsciiHexDigitLower)
            && correlation.Any(digit => digit != '0'))
        {
            json.WriteString("traceparent", $"00-{correlation}-{eventId.ToString("N")[^SpanIdDigits..]}-00");
        }
    }
}
