using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>A value of a document that knows where it stands. Not safe for concurrent use while it is
/// completed.</summary>
/// <param name="parent">What it stands in; null for the document itself.</param>
/// <param name="segment">Its key or index there.</param>
/// <param name="line">Line of the text, 1 and up.</param>
/// <param name="column">Column in the line, 1 and up.</param>
public abstract class DocumentNode(DocumentNode? parent, string segment, int line, int column)
{
    /// <summary>Line of the text, 1 and up.</summary>
    public int Line { get; } = line;

    /// <summary>Column in the line, 1 and up.</summary>
    public int Column { get; } = column;

    /// <summary>JSON pointer; made when asked for, since only errors need it.</summary>
    public string Pointer => Parent is null ? "" : $"{Parent.Pointer}/{Escaped}";

    /// <summary>What it is, for error messages.</summary>
    public abstract string Kind { get; }

    /// <summary>What it stands in; null for the document itself.</summary>
    private protected DocumentNode? Parent { get; } = parent;

    /// <summary>Its key or index there.</summary>
    private protected string Segment { get; } = segment;

    private string Escaped => Segment
        .Replace("~", "~0", StringComparison.Ordinal)
        .Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Writes it as JSON: keys in the order of the text, whole numbers without fraction or exponent.</summary>
    internal abstract void WriteTo(Utf8JsonWriter writer);
}
