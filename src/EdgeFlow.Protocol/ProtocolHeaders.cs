namespace EdgeFlow.Protocol;

/// <summary>Headers of our own on HTTP requests and answers.</summary>
public static class ProtocolHeaders
{
    /// <summary>The correlation id of a story: what the request causes carries it.</summary>
    public const string Correlation = "X-Correlation-Id";

    /// <summary>Longest correlation id, in characters.</summary>
    public const int MaxCorrelation = 128;

    /// <summary>Whether a text may be a correlation id: visible ASCII, not too long.</summary>
    public static bool IsCorrelation(string text) =>
        text is { Length: > 0 and <= MaxCorrelation } && text.All(letter => letter is >= '!' and <= '~');
}
