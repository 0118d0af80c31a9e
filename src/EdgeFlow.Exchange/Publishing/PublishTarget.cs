namespace EdgeFlow.Exchange.Publishing;

/// <summary>A topic of a pub/sub component. Immutable.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Topic">The topic's name.</param>
public sealed record PublishTarget(string Component, string Topic)
{
    /// <summary>Longest name of either.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads <c>COMPONENT/TOPIC</c>; the topic may have slashes of its own. Null when it is none.</summary>
    /// <param name="text">The text.</param>
    public static PublishTarget? Parse(string? text)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && IsName(text![..slash]) && IsName(text[(slash + 1)..])
            ? new PublishTarget(text[..slash], text[(slash + 1)..])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Component}/{Topic}";

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength
        && text.All(letter => letter is > ' ' and <= '~' and not ('?' or '#' or '*'));
}
