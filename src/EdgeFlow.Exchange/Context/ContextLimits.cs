namespace EdgeFlow.Exchange.Context;

/// <summary>The limits of applications' contexts.</summary>
public static class ContextLimits
{
    /// <summary>Longest key, in characters.</summary>
    public const int MaxKey = 128;

    /// <summary>Largest value, in bytes of JSON.</summary>
    public const int MaxValueBytes = 64 * 1024;

    /// <summary>Largest context of one application, in bytes as it is stored.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Most keys of one application.</summary>
    public const int MaxKeys = 1_000;

    /// <summary>Most operations of one transaction.</summary>
    public const int MaxOperations = 64;

    /// <summary>Most changes of a store in one write of a context: the document, its operations, and as many values
    /// whose time is over.</summary>
    public const int MaxChanges = 1 + (2 * MaxOperations);

    /// <summary>Longest time to live, in seconds: a year.</summary>
    public const int MaxTtlSeconds = 31_536_000;

    /// <summary>Attempts at a write while others change the same context.</summary>
    public const int MaxAttempts = 32;

    /// <summary>What a key may be.</summary>
    public const string KeyRule = "1 to 128 of A-Z, a-z, 0-9, '.', '_', '-' and ':'";

    /// <summary>Whether a text is a key: <see cref="KeyRule"/>.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= MaxKey } && text is not ("." or "..")
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':');
}
