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
        var inside = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!IsBelow(inside, full) || !IsBelow(Real(inside), Real(full)))
        {
            throw new StageException("BadReference", $"'{reference}' leaves the folder {root}.");
        }

        return full;
    }

    private static bool IsBelow(string root, string path) =>
        path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A folder on the way may be a link as well as the last name, so that each step is followed.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var name in path[real.Length..].Split(Path.DirectorySeparatorChar))
        {
            var step = new FileInfo(Path.Combine(real, name));
            real = step.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? step.FullName;
        }

        return real;
    }
}
