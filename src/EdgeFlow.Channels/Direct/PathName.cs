namespace EdgeFlow.Channels.Direct;

/// <summary>
/// The rule for names that stand in a path of ours (jobs, tasks) and in names of files: 1 to 63 of a-z, 0-9 and '-',
/// starting and ending with a letter or digit. Nothing else reaches a file system or another node.
/// </summary>
public static class PathName
{
    /// <summary>Whether the text may stand in a path.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= 63 } && text[0] != '-' && text[^1] != '-'
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
