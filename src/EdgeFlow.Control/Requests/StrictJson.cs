using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Control.Answers;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Requests;

/// <summary>Reads what others send strictly: unknown keys, missing values and values of another type are refused with
/// their place.</summary>
public static class StrictJson
{
    private static readonly JsonSerializerOptions Strict = new(ProtocolJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } },
    };

    private static readonly TypedRules Rules = new(Strict);

    /// <summary>A body as <typeparamref name="T"/>, or everything that is wrong with it.</summary>
    /// <param name="body">The JSON; its size is the caller's to limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Answer<T>> Read<T>(Stream body, CancellationToken cancellationToken)
        where T : class
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Read<T>(new ReadOnlyMemory<byte>(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>A part of a document as <typeparamref name="T"/>, or everything that is wrong with it; places are
    /// those in the part.</summary>
    /// <param name="part">The part.</param>
    public static Answer<T> Read<T>(JsonElement part)
        where T : class => Read<T>(Encoding.UTF8.GetBytes(part.GetRawText()).AsMemory());

    private static Answer<T> Read<T>(ReadOnlyMemory<byte> json)
        where T : class
    {
        try
        {
            return Given(JsonSerializer.Deserialize<T>(json.Span, Strict));
        }
        catch (JsonException wrong)
        {
            // The serializer ends at the first mistake. What is no JSON at all is told in its words.
            var all = Mistakes(Encoding.UTF8.GetString(json.Span), typeof(T));
            return all.Count == 0 ? Refused(wrong) : Refused(all);
        }
    }

    /// <summary>What a reader found wrong.</summary>
    public static Refusal Refused(JsonException wrong) => Refused([JsonFault.Of(wrong)]);

    private static Refusal Refused(IReadOnlyList<ProblemError> errors) => new(
        ProblemKinds.InvalidBody, "The body is not the JSON that this resource takes.", errors);

    private static List<ProblemError> Mistakes(string text, Type type)
    {
        var errors = new ErrorList();
        if (DocumentParser.Parse(text, DocumentFormat.Json, errors) is not { } root)
        {
            return [];
        }

        TypedDocument.Check(root, type, Rules, errors);
        return [.. errors.ToImmutable().Select(
            e => new ProblemError(e.Pointer, e.Line, e.Column, e.Problem, e.Expected))];
    }

    private static Answer<T> Given<T>(T? read)
        where T : class => read is null
            ? Refusal.Of(ProblemKinds.InvalidBody, "The body is 'null'; an object is expected.")
            : read;

    // Senders leave nulls out, so what may be null may be missing; everything else must be there.
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.AssociatedParameter is not null))
        {
            var isNullable = property.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(property.PropertyType) is not null
                : property.IsSetNullable;
            property.IsRequired = !isNullable && !property.AssociatedParameter!.HasDefaultValue;
        }
    }
}
