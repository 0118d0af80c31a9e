using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// Writes free values (a stage's <c>with</c>) as JSON that is the same for the same meaning: keys sorted by ordinal, no
/// white space, numbers in their shortest form. Recursion is bounded by <see cref="DocumentLimits.MaxDepth"/>.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes with a function and gives the text.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a value; numbers that no computer can hold are reported and written as 0.</summary>
    public static void Write(Utf8JsonWriter writer, DocumentNode node, ErrorList errors)
    {
        switch (node)
        {
            case MapNode map:
                writer.WriteStartObject();
                foreach (var key in map.Keys.Order(StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, map[key], errors);
                }

                writer.WriteEndObject();
                break;
            case ListNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, errors);
                }

                writer.WriteEndArray();
                break;
            case ScalarNode scalar:
                Write(writer, scalar, errors);
                break;
            default:
                throw new InvalidOperationException($"{node.GetType().Name} at {node.Pointer} is no value.");
        }
    }

    private static void Write(Utf8JsonWriter writer, ScalarNode scalar, ErrorList errors)
    {
        if (scalar.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (scalar.IsTruth)
        {
            writer.WriteBooleanValue(scalar.Value == "true");
        }
        else if (scalar.Number is not { } number)
        {
            writer.WriteStringValue(scalar.Value);
        }
        else if (long.TryParse(
            scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            writer.WriteNumberValue(whole);
        }
        else if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            errors.Add(scalar, $"the number {scalar.Shown} is too large", "a number that a 64-bit float can hold");
            writer.WriteNumberValue(0);
        }
    }
}
