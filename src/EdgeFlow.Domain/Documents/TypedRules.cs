using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Documents;

/// <summary>How a document becomes one of our types.</summary>
/// <param name="Options">How the type is written as JSON; made read-only.</param>
/// <param name="RangeOf">The numbers that a property takes; null where its type says it all.</param>
public sealed record TypedRules(JsonSerializerOptions Options, Func<JsonPropertyInfo, NumberRange?>? RangeOf = null)
{
    /// <summary>How the type is written as JSON; read-only.</summary>
    public JsonSerializerOptions Options { get; } = Ready(Options);

    private static readonly Dictionary<Type, NumberRange> Types = new()
    {
        [typeof(int)] = new(int.MinValue, int.MaxValue, IsWhole: true),
        [typeof(long)] = new(long.MinValue, long.MaxValue, IsWhole: true),
        [typeof(ulong)] = new(0, ulong.MaxValue, IsWhole: true),
        [typeof(double)] = new(double.MinValue, double.MaxValue),
        [typeof(Bytes)] = new(0, long.MaxValue, IsWhole: true, "bytes"),
        [typeof(BitsPerSecond)] = new(0, long.MaxValue, IsWhole: true, "bits a second"),
        [typeof(FrameRate)] = new(0, double.MaxValue, Unit: "frames a second"),
        [typeof(Milliseconds)] = new(0, double.MaxValue, Unit: "milliseconds"),
        [typeof(WorkRate)] = new(0, double.MaxValue, Unit: "GMAC a second"),
        [typeof(WorkUnits)] = new(0, double.MaxValue, Unit: "GMAC"),
    };

    /// <summary>The numbers that a type takes; null when it is no number.</summary>
    internal static NumberRange? Of(Type type) => Types.TryGetValue(type, out var range) ? range : null;

    // Only options that are read-only say what a type's keys are.
    private static JsonSerializerOptions Ready(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
