using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Exchange.Context;

/// <summary>A value that has an entry of its own in a store, beside the document that lists it. Immutable.</summary>
/// <param name="Value">The value.</param>
/// <param name="Write">Which write of the context it is of: the document says which one counts.</param>
internal sealed record ApartValue(
    [property: JsonPropertyName("value")] JsonElement Value, [property: JsonPropertyName("write")] long Write)
{
    /// <summary>The value of a stored entry.</summary>
    /// <param name="stored">The entry.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ApartValue Read(JsonElement stored)
    {
        try
        {
            return stored.Deserialize<ApartValue>()
                ?? throw new InvalidDataException("A value of a stored context is damaged: it is null.");
        }
        catch (JsonException odd)
        {
            throw new InvalidDataException("A value of a stored context is damaged.", odd);
        }
    }

    /// <summary>The entry to store.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this);
}
