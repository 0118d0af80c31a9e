using System.Diagnostics;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>Finds programs and gives them an environment that holds no surprise.</summary>
internal static class Executables
{
    // Debian keeps setpriv and runuser where a normal user's PATH may not look.
    private static readonly string[] AlwaysSearched = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

    public static IEnumerable<string> PathFolders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(AlwaysSearched)
            .Distinct(StringComparer.Ordinal);

    public static string? OnPath(string name) =>
        PathFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Removes what would change the server's behaviour: PG* variables, a locale that may be absent.</summary>
    public static void CleanEnvironment(ProcessStartInfo start, string? libraryFolder)
    {
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        if (libraryFolder is not null)
        {
            start.Environment["LD_LIBRARY_PATH"] = libraryFolder;
        }
    }
}
