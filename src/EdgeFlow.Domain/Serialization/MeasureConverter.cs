using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Domain.Serialization;

/// <summary>Writes a unit of real numbers as its number: the shortest text that reads back the same.</summary>
internal sealed class MeasureConverter<T>(Func<double, T> make, Func<T, double> value) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, T measure, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value(measure));
}
