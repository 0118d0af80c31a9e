using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Serialization;

/// <summary>
/// How events and states are written as JSON: camelCase names, ids as texts, units as plain numbers, enums as camelCase
/// texts, maps sorted. Equal values have equal bytes. Readers skip what a newer writer added and refuse what is
/// missing.
/// </summary>
public static class DomainJson
{
    /// <summary>The options: read-only, safe for concurrent use.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The JSON of an event, by its own type.</summary>
    public static string Write(IEvent @event) => JsonSerializer.Serialize(@event, @event.GetType(), Options);

    /// <summary>An event from its JSON.</summary>
    /// <param name="type">One of <see cref="EventCatalog"/>'s types.</param>
    /// <param name="json">What <see cref="Write"/> made, perhaps with keys in another order.</param>
    /// <exception cref="JsonException">The JSON is not that of such an event.</exception>
    public static IEvent Read(Type type, string json) =>
        JsonSerializer.Deserialize(json, type, Options) as IEvent
        ?? throw new JsonException($"'null' is no {type.Name}.");

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters =
            {
                new IdConverter<ApplicationName>(text => new ApplicationName(text)),
                new IdConverter<JobId>(text => new JobId(text)),
                new IdConverter<TaskId>(text => new TaskId(text)),
                new IdConverter<NodeId>(text => new NodeId(text)),
                new IdConverter<LinkId>(text => new LinkId(text)),
                new IdConverter<FlowId>(ReadFlow),
                new AmountConverter<BitsPerSecond>(value => new BitsPerSecond(value), unit => unit.Value),
                new AmountConverter<Bytes>(value => new Bytes(value), unit => unit.Value),
                new MeasureConverter<FrameRate>(value => new FrameRate(value), unit => unit.Value),
                new MeasureConverter<Milliseconds>(value => new Milliseconds(value), unit => unit.Value),
                new MeasureConverter<WorkRate>(value => new WorkRate(value), unit => unit.Value),
                new MeasureConverter<WorkUnits>(value => new WorkUnits(value), unit => unit.Value),
                new TextMapConverter(),
                new CountMapConverter(),
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static FlowId ReadFlow(string text)
    {
        var arrow = text.IndexOf('→', StringComparison.Ordinal);
        return arrow > 0
            ? new FlowId(new TaskId(text[..arrow]), new TaskId(text[(arrow + 1)..]))
            : throw new JsonException($"'{text}' is no flow; 'producer→consumer' is expected.");
    }
}
