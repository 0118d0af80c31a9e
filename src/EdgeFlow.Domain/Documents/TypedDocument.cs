using System.Buffers;
using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// Reads documents as our own types as strictly as manifests: unknown keys, missing ones and values that do not fit are
/// all told at once, each with its place and what is known there. What a type's keys are is asked of its JSON
/// serialization, so that the two cannot drift apart. Pure; safe for concurrent use.
/// </summary>
public static class TypedDocument
{
    /// <summary>A document as <typeparamref name="T"/>; default when something is wrong with it.</summary>
    /// <param name="root">The document, which <see cref="DocumentParser"/> read.</param>
    /// <param name="rules">How it becomes one.</param>
    /// <param name="errors">Takes everything that is wrong.</param>
    public static T? Read<T>(DocumentNode root, TypedRules rules, ErrorList errors)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(errors);
        new TypedCheck(rules, errors).Check(root, typeof(T));
        return errors.IsEmpty ? Made<T>(root, rules, errors) : default;
    }

    /// <summary>Finds everything that keeps a document from being of a type.</summary>
    /// <param name="root">The document.</param>
    /// <param name="type">The type.</param>
    /// <param name="rules">How it would become one.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(DocumentNode root, Type type, TypedRules rules, ErrorList errors)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(errors);
        new TypedCheck(rules, errors).Check(root, type);
    }

    // The check knows keys, kinds and ranges. What a type's own constructor refuses beyond that is told for the whole.
    private static T? Made<T>(DocumentNode root, TypedRules rules, ErrorList errors)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Json(root), rules.Options);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException)
        {
            errors.Add(root, wrong.Message, "a document whose values fit together");
            return default;
        }
    }

    /// <summary>A value as JSON in UTF-8.</summary>
    internal static ReadOnlySpan<byte> Json(DocumentNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan;
    }
}
