namespace EdgeFlow.Channels.Artifacts;

/// <summary>The rule for an artifact's name: the SHA-256 of its bytes as 64 lower-case hexadecimal digits.</summary>
public static class ArtifactHash
{
    /// <summary>Whether the text is such a hash; nothing else reaches the file system.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: 64 } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
