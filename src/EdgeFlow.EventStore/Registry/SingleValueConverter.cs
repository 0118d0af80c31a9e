using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeFlow.EventStore.Registry;

/// <summary>
/// Writes an id or a unit (a struct made of one value) as that value: <c>"job-7"</c>, not <c>{"Value":"job-7"}</c>,
/// so that a query in SQL stays short and an id can be a key of a dictionary.
/// </summary>
public sealed class SingleValueConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => ValueOf(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var value = ValueOf(typeToConvert)
            ?? throw new InvalidOperationException($"'{typeToConvert}' is not made of one value.");
        var converter = typeof(Converter<,>).MakeGenericType(typeToConvert, value.PropertyType);
        return (JsonConverter)Activator.CreateInstance(converter, value)!;
    }

    // Only types of ours: a struct of the framework may look alike and mean something else.
    private static PropertyInfo? ValueOf(Type type)
    {
        if (!type.IsValueType || type.IsEnum || type.IsGenericType
            || type.Namespace?.StartsWith("EdgeFlow.", StringComparison.Ordinal) != true)
        {
            return null;
        }

        ParameterInfo[][] constructors = [.. type.GetConstructors().Select(c => c.GetParameters())];
        return constructors is [[var only]] && type.GetProperty(only.Name!) is { } property
            && property.PropertyType == only.ParameterType
            ? property
            : null;
    }

    private sealed class Converter<TWrapper, TValue> : JsonConverter<TWrapper>
        where TWrapper : struct
        where TValue : notnull
    {
        private readonly Func<TWrapper, TValue> unwrap;
        private readonly Func<TValue, TWrapper> wrap;

        public Converter(PropertyInfo property)
        {
            var wrapper = Expression.Parameter(typeof(TWrapper));
            var inner = Expression.Property(wrapper, property);
            unwrap = Expression.Lambda<Func<TWrapper, TValue>>(inner, wrapper).Compile();
            var value = Expression.Parameter(typeof(TValue));
            var constructor = typeof(TWrapper).GetConstructor([typeof(TValue)])!;
            wrap = Expression.Lambda<Func<TValue, TWrapper>>(Expression.New(constructor, value), value).Compile();
        }

        public override TWrapper Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            wrap(JsonSerializer.Deserialize<TValue>(ref reader, options)
                ?? throw new JsonException($"A '{typeof(TWrapper).Name}' is null."));

        public override void Write(Utf8JsonWriter writer, TWrapper value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, unwrap(value), options);

        public override TWrapper ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            wrap(Inner(options).ReadAsPropertyName(ref reader, typeof(TValue), options));

        public override void WriteAsPropertyName(
            Utf8JsonWriter writer, TWrapper value, JsonSerializerOptions options) =>
            Inner(options).WriteAsPropertyName(writer, unwrap(value), options);

        private static JsonConverter<TValue> Inner(JsonSerializerOptions options) =>
            (JsonConverter<TValue>)options.GetConverter(typeof(TValue));
    }
}
