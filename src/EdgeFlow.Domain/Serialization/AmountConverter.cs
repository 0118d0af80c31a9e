using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Domain.Serialization;

/// <summary>Writes a unit of whole numbers as its number.</summary>
internal sealed class AmountConverter<T>(Func<long, T> make, Func<T, long> value) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, T amount, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value(amount));
}
