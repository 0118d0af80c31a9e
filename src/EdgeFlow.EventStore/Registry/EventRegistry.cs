using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Domain;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// Which stored name stands for which .NET record, and how old shapes become new ones. Register everything first;
/// afterwards it only reads and is thread safe.
/// </summary>
public sealed class EventRegistry
{
    // A chain longer than this is a mistake in the registrations, not a long history.
    private const int UpcastStepsMax = 100;

    private readonly Dictionary<string, Type> typeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, (string Name, string DotNetName)> nameOf = [];
    private readonly Dictionary<string, (string Next, Func<JsonNode, JsonNode> Transform)> renamed =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Func<JsonNode, JsonNode>>> reshaped = new(StringComparer.Ordinal);
    private readonly JsonSerializerOptions json;

    /// <summary>Makes an empty registry.</summary>
    /// <param name="options">How events become JSON; null for property names as written, enums by name, ids and
    /// units as their values. A type discriminator may stand anywhere in the object: jsonb reorders keys.</param>
    public EventRegistry(JsonSerializerOptions? options = null)
    {
        json = options is null
            ? new JsonSerializerOptions { Converters = { new JsonStringEnumConverter(), new SingleValueConverter() } }
            : new JsonSerializerOptions(options);
        json.AllowOutOfOrderMetadataProperties = true;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(InOrderOfJsonb);
    }

    /// <summary>The stored names that are known, in order.</summary>
    public IReadOnlyList<string> Names => [.. typeOf.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Registers an event type under Marten's name for it, or another.</summary>
    /// <typeparam name="TEvent">The record.</typeparam>
    /// <param name="name">The stored name; null for Marten's.</param>
    /// <exception cref="InvalidOperationException">The name or the type is taken.</exception>
    public EventRegistry Register<TEvent>(string? name = null)
        where TEvent : class, IEvent => Register(typeof(TEvent), name);

    /// <summary>Registers an event type under Marten's name for it, or another.</summary>
    /// <param name="type">The record; it implements <see cref="IEvent"/>.</param>
    /// <param name="name">The stored name; null for Marten's.</param>
    /// <exception cref="InvalidOperationException">The name or the type is taken.</exception>
    public EventRegistry Register(Type type, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsAssignableTo(typeof(IEvent)))
        {
            throw new InvalidOperationException($"'{type.FullName}' is no event.");
        }

        var stored = name ?? EventName.Of(type);
        if (renamed.ContainsKey(stored) || !typeOf.TryAdd(stored, type))
        {
            throw new InvalidOperationException($"The event name '{stored}' of '{type.FullName}' is taken.");
        }

        if (!nameOf.TryAdd(type, (stored, $"{type.FullName}, {type.Assembly.GetName().Name}")))
        {
            throw new InvalidOperationException($"The event type '{type.FullName}' is registered twice.");
        }

        return this;
    }

    /// <summary>Says that an old name stands for a newer one, and how its data changes. Chains are followed.</summary>
    /// <param name="oldName">The name that old events carry; no type is registered under it any more.</param>
    /// <param name="newName">The name that follows it: a registered one, or another old one.</param>
    /// <param name="transform">Makes the new data of the old; it may change its argument and return it.</param>
    /// <exception cref="InvalidOperationException">The old name is in use, or the chain would never end.</exception>
    public EventRegistry Upcast(string oldName, string newName, Func<JsonNode, JsonNode> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        for (var at = newName; ; at = renamed[at].Next)
        {
            if (at == oldName)
            {
                throw new InvalidOperationException($"Upcasting '{oldName}' to '{newName}' would never end.");
            }

            if (!renamed.ContainsKey(at))
            {
                break;
            }
        }

        if (typeOf.ContainsKey(oldName) || !renamed.TryAdd(oldName, (newName, transform)))
        {
            throw new InvalidOperationException($"The event name '{oldName}' is in use and cannot be an old name.");
        }

        return this;
    }

    /// <summary>Says how older data under a name that is still in use becomes what the record expects. Several are
    /// applied in the order of registration, to every event of the name: look at the shape, and return what is
    /// already new as it is.</summary>
    /// <param name="name">A registered name.</param>
    /// <param name="transform">Makes the new shape; it may change its argument and return it.</param>
    public EventRegistry Reshape(string name, Func<JsonNode, JsonNode> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        if (!reshaped.TryGetValue(name, out var steps))
        {
            reshaped[name] = steps = [];
        }

        steps.Add(transform);
        return this;
    }

    /// <summary>The stored names under which events of some types are found, old names too, in order.</summary>
    /// <param name="types">Registered types.</param>
    /// <exception cref="InvalidOperationException">A type is not registered.</exception>
    public IReadOnlyList<string> NamesOf(IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var wanted = types.Select(type => nameOf.TryGetValue(type, out var name)
            ? name.Name
            : throw new InvalidOperationException($"The event type '{type.FullName}' is not registered."))
            .ToHashSet(StringComparer.Ordinal);
        var old = renamed.Keys.Where(name => wanted.Contains(NewestOf(name)));
        return [.. wanted.Concat(old).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the data under these names is as their records expect it: none is old, none is
    /// reshaped.</summary>
    public bool AreAsStored(IEnumerable<string> names) =>
        names.All(name => !renamed.ContainsKey(name) && !reshaped.ContainsKey(name));

    /// <summary>Writes an event.</summary>
    /// <param name="value">An event of a registered type.</param>
    /// <exception cref="InvalidOperationException">Its type is not registered.</exception>
    public StoredEvent Write(IEvent value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var type = value.GetType();
        return nameOf.TryGetValue(type, out var name)
            ? new StoredEvent(
                name.Name, name.DotNetName, JsonbText.Of(JsonSerializer.SerializeToUtf8Bytes(value, type, json)))
            : throw new InvalidOperationException($"The event type '{type.FullName}' is not registered.");
    }

    /// <summary>Reads an event, through its upcasters if it is old.</summary>
    /// <param name="eventType">The stored name.</param>
    /// <param name="data">The stored data.</param>
    /// <returns>The event; an <see cref="UnknownEvent"/> if the name is not known.</returns>
    /// <exception cref="JsonException">The data does not fit the record; the message names the event type.</exception>
    public IEvent Read(string eventType, string data)
    {
        ArgumentNullException.ThrowIfNull(eventType);
        if (!renamed.ContainsKey(eventType) && !reshaped.ContainsKey(eventType))
        {
            return typeOf.TryGetValue(eventType, out var plain)
                ? Parse(eventType, () => JsonSerializer.Deserialize(data, plain, json))
                : new UnknownEvent(eventType, data);
        }

        var name = eventType;
        var node = JsonNode.Parse(data) ?? throw new JsonException($"An event '{eventType}' holds null.");
        for (var steps = 0; renamed.TryGetValue(name, out var step); steps++)
        {
            node = step.Transform(node);
            name = steps < UpcastStepsMax
                ? step.Next
                : throw new InvalidOperationException($"'{eventType}' needs more than {UpcastStepsMax} upcasts.");
        }

        node = reshaped.TryGetValue(name, out var shapes) ? shapes.Aggregate(node, (n, shape) => shape(n)) : node;
        return typeOf.TryGetValue(name, out var type)
            ? Parse(name, () => node.Deserialize(type, json))
            : new UnknownEvent(name, node.ToJsonString());
    }

    // In the order in which jsonb keeps them properties need not be moved (JsonbPrinter).
    private static void InOrderOfJsonb(JsonTypeInfo contract)
    {
        if (contract.Kind == JsonTypeInfoKind.Object)
        {
            var place = 0;
            foreach (var property in contract.Properties.OrderBy(p => Encoding.UTF8.GetByteCount(p.Name))
                .ThenBy(p => p.Name, StringComparer.Ordinal).ToList())
            {
                property.Order = place++;
            }
        }
    }

    private string NewestOf(string name) => renamed.TryGetValue(name, out var step) ? NewestOf(step.Next) : name;

    private static IEvent Parse(string name, Func<object?> parse)
    {
        try
        {
            return (IEvent?)parse() ?? throw new JsonException($"An event '{name}' holds null.");
        }
        catch (JsonException cause)
        {
            throw new JsonException($"An event '{name}' does not fit its record: {cause.Message}", cause);
        }
    }
}
