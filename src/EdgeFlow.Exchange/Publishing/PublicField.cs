using System.Text.Json;
using EdgeFlow.Domain;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>One member of a public event's data. Immutable.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Type">Its type, as JSON Schema names it.</param>
/// <param name="Meaning">What it says, with its unit.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
/// <param name="Value">Takes it out of the event: text, number, boolean or a list of texts; null to leave it
/// out.</param>
internal sealed record PublicField(
    string Name, string Type, string Meaning, bool IsOptional, Func<IEvent, object?> Value)
{
    /// <summary>Longest text that goes out; what is longer is cut, with a mark.</summary>
    public const int MaxText = 2_000;

    /// <summary>Writes the member, unless it is missing.</summary>
    /// <param name="to">Inside the data object.</param>
    /// <param name="entry">The event.</param>
    public void Write(Utf8JsonWriter to, IEvent entry)
    {
        switch (Value(entry))
        {
            case null:
                break;
            case string text:
                to.WriteString(Name, Cut(text));
                break;
            case long whole:
                to.WriteNumber(Name, whole);
                break;
            case int whole:
                to.WriteNumber(Name, whole);
                break;
            case double number:
                to.WriteNumber(Name, number);
                break;
            case DateTimeOffset time:
                to.WriteString(Name, time.UtcDateTime);
                break;
            case var other:
                throw new InvalidOperationException($"Member '{Name}' is a {other.GetType()}, which has no JSON here.");
        }
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        // Never between the halves of one character.
        var end = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return text[..end] + " …";
    }
}
