using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Reads JSON bodies strictly: unknown keys, missing values and values of another type are refused with their
/// place.</summary>
internal static class JsonBody
{
    private static readonly JsonSerializerOptions Strict = new(ProtocolJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } },
    };

    /// <summary>The body as <typeparamref name="T"/>, or what is wrong with it.</summary>
    public static async Task<Answer<T>> Read<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Strict, cancellationToken)
                .ConfigureAwait(false)
                is { } body
                ? body
                : Refusal.Of(ProblemKinds.InvalidBody, "The body is 'null'; an object is expected.");
        }
        catch (JsonException wrong)
        {
            return Refused(wrong);
        }
    }

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

    /// <summary>What a reader found wrong.</summary>
    public static Refusal Refused(JsonException wrong) => new(
        ProblemKinds.InvalidBody, "The body is not the JSON that this resource takes.", [JsonFault.Of(wrong)]);
}
