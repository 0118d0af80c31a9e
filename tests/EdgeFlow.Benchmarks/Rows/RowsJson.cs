using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.Benchmarks.Rows;

/// <summary>The rows for a program to read: a JSON array, a field a column.</summary>
internal static class RowsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The rows as JSON.</summary>
    public static string Text(IReadOnlyList<Row> rows) => JsonSerializer.Serialize(rows, Options);
}
