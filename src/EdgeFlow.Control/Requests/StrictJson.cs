using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Control.Answers;
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

    /// <summary>A body as <typeparamref name="T"/>, or what is wrong with it.</summary>
    /// <param name="body">The JSON; its size is the caller's to limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Answer<T>> Read<T>(Stream body, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return Given(
                await JsonSerializer.DeserializeAsync<T>(body, Strict, cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException wrong)
        {
            return Refused(wrong);
        }
    }

    /// <summary>A part of a document as <typeparamref name="T"/>, or what is wrong with it.</summary>
    /// <param name="part">The part.</param>
    public static Answer<T> Read<T>(JsonElement part)
        where T : class
    {
        try
        {
            return Given(part.Deserialize<T>(Strict));
        }
        catch (JsonException wrong)
        {
            return Refused(wrong);
        }
    }

    /// <summary>What a reader found wrong.</summary>
    public static Refusal Refused(JsonException wrong) => new(
        ProblemKinds.InvalidBody, "The body is not the JSON that this resource takes.", [JsonFault.Of(wrong)]);

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
