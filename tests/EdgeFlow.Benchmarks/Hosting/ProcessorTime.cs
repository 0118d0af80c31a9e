using System.Globalization;

namespace EdgeFlow.Benchmarks.Hosting;

/// <summary>
/// Processor time of this process and of the PostgreSQL that it uses: unlike wall time it says little of what else the
/// machine does.
/// </summary>
/// <param name="Own">Of this process, in milliseconds.</param>
/// <param name="Server">Of the server with all its processes, in milliseconds; 0 where it is not ours.</param>
internal readonly record struct ProcessorTime(double Own, double Server)
{
    // The fields of /proc/PID/stat after the name, from 0: the parent, the processor time in user and in kernel mode,
    // and the same of children that have ended.
    private const int Parent = 1;
    private const int User = 11;
    private const int Kernel = 12;
    private const int EndedUser = 13;
    private const int EndedKernel = 14;

    // Ticks of these files; the kernel shows them as 100 a second whatever its own are.
    private const double TickMs = 10;

    /// <summary>The time used so far.</summary>
    public static ProcessorTime Now(BenchmarkDatabase database) =>
        new(Environment.CpuUsage.TotalTime.TotalMilliseconds, database.ProcessId is { } server ? Of(server) : 0);

    /// <summary>The time between two moments.</summary>
    public static ProcessorTime operator -(ProcessorTime later, ProcessorTime earlier) =>
        new(later.Own - earlier.Own, later.Server - earlier.Server);

    /// <summary>One operation's share, in words.</summary>
    public string Each(double operations) => string.Create(CultureInfo.InvariantCulture,
        $"{Rows.Figure.Text(1000 * (Own + Server) / operations)} µs, "
        + $"{Rows.Figure.Text(1000 * Server / operations)} of it in PostgreSQL");

    private static double Of(int server) => Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, null, out _))
        .Sum(process => Ms(process, server));

    private static double Ms(string process, int server)
    {
        try
        {
            var fields = File.ReadAllText(Path.Combine(process, "stat")).Split(')')[^1]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var isServer = Path.GetFileName(process) == server.ToString(CultureInfo.InvariantCulture);
            return TickMs * (isServer ? Sum(fields, User, Kernel, EndedUser, EndedKernel)
                : Sum(fields, Parent) == server ? Sum(fields, User, Kernel)
                : 0);
        }
        catch (IOException)
        {
            // It has just ended: its parent has its time now.
            return 0;
        }
    }

    private static long Sum(string[] fields, params int[] at) =>
        at.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture));
}
