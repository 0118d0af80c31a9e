using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Serialization;

namespace EdgeFlow.Experiments.Plans;

/// <summary>Reads plans and snapshots that this program wrote, and that somebody may have changed since.</summary>
internal static class WrittenFiles
{
    // A plan of a thousand jobs on a thousand nodes is of the order of 100 MB.
    private const int MostBytes = 1 << 30;

    private static readonly TypedRules s_rules = new(DomainJson.Options);

    private static readonly JsonSerializerOptions s_strict = new(DomainJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    };

    /// <summary>Reads a document.</summary>
    /// <exception cref="InputException">The file is missing or not of its format.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        var bytes = InputText.Bytes(path, MostBytes);
        try
        {
            // Reading with all places costs many times the memory: that is for what is wrong.
            return !HasEmptyItem(bytes.Span) && JsonSerializer.Deserialize<T>(bytes.Span, s_strict) is { } read
                ? read : Placed<T>(path, bytes.Span, "a list has an item that is null.");
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException)
        {
            return Placed<T>(path, bytes.Span, wrong.Message);
        }
    }

    private static T Placed<T>(string path, ReadOnlySpan<byte> bytes, string first)
        where T : class
    {
        if (bytes.Length > InputText.Bounds.MaxBytes)
        {
            throw new InputException($"{path}: {first}\n{InputFiles.FormatHint}");
        }

        var errors = new ErrorList();
        var root = InputFiles.Parsed(Encoding.UTF8.GetString(bytes), errors);
        var read = root is null ? null : TypedDocument.Read<T>(root, s_rules, errors);
        return read is not null && errors.IsEmpty ? read
            : throw new InputException(
                $"{InputText.Words(path, errors.ToImmutable())}\n{InputFiles.FormatHint}");
    }

    // The serializer takes null for an item of a list, where no list of ours has any.
    private static bool HasEmptyItem(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.Count > 0 && isList.Peek():
                    return true;
                default:
                    break;
            }
        }

        return false;
    }
}
