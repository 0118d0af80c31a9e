using System.Collections.Immutable;

namespace EdgeFlow.Domain.Documents;

/// <summary>Reads a YAML or JSON document that somebody wrote, by the rules and limits of manifests, and gives it as
/// JSON. Pure; safe for concurrent use.</summary>
public static class DocumentJson
{
    /// <summary>The document as JSON with its keys sorted; null when there are errors.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="errors">Everything wrong with it, with its places.</param>
    public static string? Read(string text, out ImmutableArray<ManifestError> errors)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new ErrorList();
        var root = DocumentParser.Parse(text, DocumentFormat.Auto, found);
        var json = root is null ? null : CanonicalJson.Write(writer => CanonicalJson.Write(writer, root, found));
        errors = found.ToImmutable();
        return found.IsEmpty ? json : null;
    }
}
