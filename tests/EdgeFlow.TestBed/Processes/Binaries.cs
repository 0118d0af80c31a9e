using System.Diagnostics;

namespace EdgeFlow.TestBed;

/// <summary>
/// Where the programs of real servers lie: the folder that <c>../shared/bin/unpack</c> prints, else what a user
/// installs (<c>~/.dapr/bin</c>), else the PATH. Null where there is none. Thread safe; asked once, then remembered.
/// </summary>
public static class Binaries
{
    private static readonly Lazy<string?> DaprFolder = new(() => Folder("dapr", "daprd"));
    private static readonly Lazy<string?> KafkaFolder = new(() => Unpacked("kafka"));
    private static readonly Lazy<string?> RdKafkaFolder = new(() => Unpacked("librdkafka"));
    private static readonly Lazy<string?> ToxiproxyFolder = new(() => Folder("toxiproxy", "toxiproxy-server"));

    private static readonly Lazy<string?> KubeFolder = new(() => Folder("kube", "kube"));

    // Debian keeps servers where a normal user's PATH may not look.
    private static readonly string[] AlwaysSearched = ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/bin", "/sbin"];

    /// <summary>The folder of daprd, placement, scheduler, sentry and, where unpacked, the CLI dapr.</summary>
    public static string? Dapr() => DaprFolder.Value;

    /// <summary>The folder whose <c>lib</c> holds Kafka's jars.</summary>
    public static string? Kafka() => KafkaFolder.Value;

    /// <summary>The folder of librdkafka.so.1.</summary>
    public static string? Librdkafka() => RdKafkaFolder.Value;

    /// <summary>The folder of kube, which is etcd, the Kubernetes API server and kubectl in one program.</summary>
    public static string? Kube() => KubeFolder.Value;

    /// <summary>The folder of toxiproxy-server.</summary>
    public static string? Toxiproxy() => ToxiproxyFolder.Value;

    /// <summary>The full path of a program on the PATH or where systems keep servers.</summary>
    /// <param name="program">Its file name.</param>
    public static string? OnPath(string program) => PathFolders()
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static IEnumerable<string> PathFolders() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(AlwaysSearched);

    private static string? Folder(string archive, string program)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Unpacked(archive) ?? PathFolders()
            .Prepend(Path.Combine(home, ".dapr", "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, program)));
    }

    private static string? Unpacked(string archive)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "EdgeFlow.sln")))
        {
            root = root.Parent;
        }

        var unpack = Path.Combine(root?.FullName ?? "/", "..", "shared", "bin", "unpack");
        if (!File.Exists(unpack))
        {
            return null;
        }

        using var unpacking = Process.Start(
            new ProcessStartInfo(unpack, archive) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var folder = unpacking.StandardOutput.ReadToEnd().Trim();
        unpacking.WaitForExit();
        return unpacking.ExitCode == 0 && Directory.Exists(folder) ? folder : null;
    }
}
