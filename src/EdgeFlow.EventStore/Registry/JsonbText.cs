using System.Text;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// JSON as it is sent to a column of jsonb, in UTF-8: where it can be, in the very form in which PostgreSQL prints what
/// it keeps of it, so that who sent it knows what stands in the row. Immutable.
/// </summary>
/// <param name="Utf8">The text.</param>
/// <param name="IsAsPrinted">Whether PostgreSQL prints these very bytes. Where it is false the text is as it was given,
/// and only PostgreSQL knows.</param>
public readonly record struct JsonbText(ReadOnlyMemory<byte> Utf8, bool IsAsPrinted)
{
    /// <summary>The text of some JSON.</summary>
    /// <param name="json">JSON in UTF-8. What is none is kept as it is: PostgreSQL refuses it.</param>
    public static JsonbText Of(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonbPrinter.Print(json) is { } printed
            ? new JsonbText(printed, true)
            : new JsonbText(json, false);
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
