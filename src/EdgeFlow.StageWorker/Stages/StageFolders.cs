namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// The folders that stages of this node may read. Paths in manifests are relative to them and may not leave them.
/// </summary>
/// <param name="Models">Root of the model files.</param>
/// <param name="Inputs">Root of the input data of source stages.</param>
public sealed record StageFolders(string Models, string Inputs)
{
    private const int MaxLinks = 40;

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

    // Where a path leads when every link on it is followed, folders included, as the system itself would open it.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var names = new Stack<string>();
        Push(names, path);
        for (var links = 0; names.TryPop(out var name);)
        {
            var step = name == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, name);
            if (name == ".." || new FileInfo(step).LinkTarget is not { } target)
            {
                real = step;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new StageException("BadReference", $"'{path}' goes through more than {MaxLinks} links.");
            }

            real = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : real;
            Push(names, target);
        }

        return real;
    }

    private static void Push(Stack<string> names, string path)
    {
        var steps = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in steps.Where(name => name != ".").Reverse())
        {
            names.Push(name);
        }
    }
}
