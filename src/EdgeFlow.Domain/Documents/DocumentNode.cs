namespace EdgeFlow.Domain.Documents;

/// <summary>A value of a document that knows where it stands.</summary>
internal abstract class DocumentNode(DocumentNode? parent, string segment, int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>JSON pointer; made when asked for, since only errors need it.</summary>
    public string Pointer => parent is null ? "" : $"{parent.Pointer}/{Escaped}";

    /// <summary>What it is, for error messages.</summary>
    public abstract string Kind { get; }

    private string Escaped => segment
        .Replace("~", "~0", StringComparison.Ordinal)
        .Replace("/", "~1", StringComparison.Ordinal);
}
