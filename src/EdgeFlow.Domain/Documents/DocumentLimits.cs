namespace EdgeFlow.Domain.Documents;

/// <summary>The limits of a document. They are checked while it is read, before anything is built from it.</summary>
public static class DocumentLimits
{
    /// <summary>Largest document, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>Deepest nesting of objects and lists.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most objects, lists, keys and values in all.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>Longest text, in characters.</summary>
    public const int MaxText = 4_096;

    /// <summary>Longest key, in characters.</summary>
    public const int MaxKey = 256;

    /// <summary>Most errors that are reported; one more says that there are others.</summary>
    public const int MaxErrors = 200;
}
