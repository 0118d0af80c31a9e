namespace EdgeFlow.Cli.Hosting;

/// <summary>
/// A folder for one run, gone at its end. Others may pass through it: a PostgreSQL that root starts runs as another
/// user.
/// </summary>
internal sealed class PassingFolder : IDisposable
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes it, with this prefix.</summary>
    public PassingFolder(string prefix)
    {
        FullName = Directory.CreateTempSubdirectory(prefix).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FullName, Passable);
        }
    }

    /// <summary>Where it is.</summary>
    public string FullName { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
