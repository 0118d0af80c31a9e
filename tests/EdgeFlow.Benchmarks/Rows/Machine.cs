using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeFlow.Benchmarks.Rows;

/// <summary>The machine that a table was measured on.</summary>
internal static class Machine
{
    private const double KibibytesPerGibibyte = 1024 * 1024;

    /// <summary>Cores, processor, memory, system and runtime.</summary>
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Field("/proc/cpuinfo", "model name")}, {Memory():0.#} GiB memory, "
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>The load averages over 1, 5 and 15 minutes.</summary>
    public static string Load() => File.Exists("/proc/loadavg")
        ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))
        : "unknown";

    private static double Memory() => double.TryParse(
        Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture, out var kibibytes)
        ? kibibytes / KibibytesPerGibibyte
        : double.NaN;

    private static string Field(string file, string name) => !File.Exists(file)
        ? "unknown"
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            ?.Split(':', 2)[1].Trim() ?? "unknown";
}
