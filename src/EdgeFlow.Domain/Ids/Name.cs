namespace EdgeFlow.Domain.Ids;

/// <summary>
/// The rule for names that users give: what is safe in a path, a URL, a stream id, a DNS label and a Dapr app id.
/// </summary>
public static class Name
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 63;

    /// <summary>What a name must look like, for error messages.</summary>
    public const string Rule = "1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit";

    /// <summary>Whether the text is a valid name: <see cref="Rule"/>.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text[0] != '-' && text[^1] != '-' && text.All(IsAllowed);

    private static bool IsAllowed(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}
