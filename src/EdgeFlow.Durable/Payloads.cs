using System.Text.Json;

namespace EdgeFlow.Durable;

/// <summary>Inputs, results and event payloads as JSON text; null is no text at all.</summary>
internal sealed class Payloads(JsonSerializerOptions? options)
{
    private readonly JsonSerializerOptions _options = options ?? JsonSerializerOptions.Web;

    public string? Write(object? value) =>
        value is null ? null : JsonSerializer.Serialize(value, value.GetType(), _options);

    /// <summary>Writes a value by its declared type, which keeps what that type says of its subtypes.</summary>
    public string? WriteAs<T>(T value) => value is null ? null : JsonSerializer.Serialize(value, _options);

    /// <summary>Reads a payload; <paramref name="what"/> names it in the message when it does not fit.</summary>
    /// <exception cref="InvalidDataException">The text is not JSON of this type.</exception>
    public T Read<T>(string? json, string what)
    {
        if (string.IsNullOrEmpty(json))
        {
            return default!;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, _options)!;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{what} is no {typeof(T).Name}: {broken.Message}", broken);
        }
    }
}
