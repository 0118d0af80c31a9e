namespace EdgeFlow.Benchmarks.Hosting;

/// <summary>
/// A new folder for one run. Everybody may pass through it, because PostgreSQL runs under an account of its own when we
/// are root; else it would keep its data elsewhere, where nobody removes it.
/// </summary>
internal static class ScratchFolder
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes one.</summary>
    public static string Make(string purpose)
    {
        var folder = Directory.CreateTempSubdirectory($"edgeflow-bench-{purpose}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Passable);
        }

        return folder;
    }
}
