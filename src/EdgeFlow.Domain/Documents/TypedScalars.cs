using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Documents;

/// <summary>Compares single values with types.</summary>
internal sealed class TypedScalars(JsonSerializerOptions options, ErrorList errors)
{
    private const char Arrow = '→';
    private const string FlowRule = "the ids of two tasks with an arrow between them, as camera→detect";

    private readonly Values _values = new(errors);
    private readonly Dictionary<Type, string[]> _words = [];

    /// <summary>Reports what keeps a value from being of a type.</summary>
    /// <param name="node">The value.</param>
    /// <param name="type">The type, not a nullable one.</param>
    /// <param name="range">The numbers that its place takes; null where the type says it all.</param>
    public void Check(DocumentNode node, Type type, NumberRange? range)
    {
        if ((range ?? TypedRules.Of(type)) is { } numbers)
        {
            CheckNumber(node, numbers);
        }
        else if (type.IsEnum)
        {
            _values.Word(node, Words(type));
        }
        else if (type == typeof(string))
        {
            _values.Text(node, DocumentLimits.MaxText, "a text");
        }
        else if (type == typeof(FlowId))
        {
            CheckId(node, FlowRule, text => text.IndexOf(Arrow) is > 0 and var at && at < text.Length - 1);
        }
        else if (type.Namespace == typeof(FlowId).Namespace)
        {
            CheckId(node, $"a text of 1 to {DocumentLimits.MaxKey} characters", _ => true);
        }
        else if (type != typeof(JsonElement) && type != typeof(object))
        {
            Try(node, type);
        }
    }

    private void CheckId(DocumentNode node, string rule, Func<string, bool> isOne)
    {
        if (_values.Text(node, DocumentLimits.MaxKey, rule) is { } text && (text.Length == 0 || !isOne(text)))
        {
            errors.Add(node, $"{node.Kind} is no id", rule);
        }
    }

    private void CheckNumber(DocumentNode node, NumberRange range)
    {
        if (node is not ScalarNode scalar
            || !(scalar.IsNumber || (scalar.IsText && IsNumberInQuotes(scalar))))
        {
            errors.Add(node, $"{node.Kind} stands where a number is expected", range.Words);
        }
        else if (scalar.IsNumber && !range.Allows(scalar))
        {
            var isPart = range.IsWhole && scalar.Number is { } number && Math.Floor(number) != number;
            errors.Add(node, $"{node.Kind} is {(isPart ? "not whole" : "out of range")}", range.Words);
        }
    }

    private bool IsNumberInQuotes(ScalarNode scalar) =>
        options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString)
        && double.TryParse(scalar.Value, CultureInfo.InvariantCulture, out _);

    // What has a form of its own, such as a time: its converter says whether it takes the value.
    private void Try(DocumentNode node, Type type)
    {
        var expected = type == typeof(bool) ? "true or false" : $"a {TypedCheck.Words(type.Name)}";
        try
        {
            JsonSerializer.Deserialize(TypedDocument.Json(node), type, options);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException
            or InvalidOperationException)
        {
            errors.Add(node, $"{node.Kind} stands where {expected} is expected", expected);
        }
    }

    private string[] Words(Type type)
    {
        if (!_words.TryGetValue(type, out var words))
        {
            _words[type] = words =
            [
                .. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(
                    v => JsonSerializer.Serialize(Enum.ToObject(type, v), options.GetTypeInfo(type)).Trim('"')),
            ];
        }

        return words;
    }
}
