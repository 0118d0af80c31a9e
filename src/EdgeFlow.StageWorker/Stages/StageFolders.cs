namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// The folders that stages of this node may read. Paths in manifests are relative to them and may not leave them.
/// </summary>
/// <param name="Models">Root of the model files.</param>
/// <param name="Inputs">Root of the input data of source stages.</param>
public sealed record StageFolders(string Models, string Inputs)
{
    /// <summary>Full path of a file or folder below a root.</summary>
    /// <exception cref="StageException">
    /// The reference is absolute, has odd characters or leaves the root (links followed).
    /// </exception>
    public static string Resolve(string root, string reference)
    {
        if (string.IsNullOrWhiteSpace(reference) || reference.Any(char.IsControl) || Path.IsPathRooted(reference)
            || reference.Contains("://", StringComparison.Ordinal))
        {
            throw new StageException("BadReference", $"'{reference}' is not a relative path below {root}.");
        }

        var full = Path.GetFullPath(Path.Combine(root, reference));
        var real = new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        var inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        if (!real.StartsWith(inside, StringComparison.Ordinal))
        {
            throw new StageException("BadReference", $"'{reference}' leaves the folder {root}.");
        }

        return full;
    }
}
