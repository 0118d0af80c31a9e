using System.Globalization;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Limits;

/// <summary>
/// A limit by the kernel: a control group of the process's own with a CPU quota. It holds for everything that the
/// process does. The group goes when the limit is disposed of; those of processes that were killed go when the next
/// node starts.
/// </summary>
internal sealed class KernelCpuLimit : ICpuLimit
{
    private const string Prefix = "edgeflow-";
    private const string Members = "cgroup.procs";
    private const int PeriodMicros = 50_000;
    private const int LeastQuotaMicros = 1_000;

    private readonly CgroupMount mount;
    private readonly string group;
    private readonly ILogger logger;

    private KernelCpuLimit(CgroupMount mount, string group, double cores, ILogger logger)
    {
        (this.mount, this.group, this.logger) = (mount, group, logger);
        Description = string.Create(CultureInfo.InvariantCulture,
            $"kernel quota of {cores:0.##} cores (cgroup v{(mount.IsV2 ? 2 : 1)} {group})");
    }

    public string Description { get; }

    /// <summary>Moves this process into a group with the quota; null where the machine does not allow it.</summary>
    public static KernelCpuLimit? TryEnter(CgroupMount mount, string node, double cores, ILogger logger)
    {
        RemoveLeftovers(mount, logger);
        var group = Path.Combine(mount.OwnGroup, string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{node}-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(group);
            WriteQuota(mount, group, cores);
            Write(group, Members, Environment.ProcessId);
            return new KernelCpuLimit(mount, group, cores, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogInformation("No kernel CPU quota here: {Reason}", e.Message);
            TryRemove(group, logger);
            return null;
        }
    }

    /// <summary>Removes groups of ours that have no process any more.</summary>
    public static void RemoveLeftovers(CgroupMount mount, ILogger logger)
    {
        if (!Directory.Exists(mount.OwnGroup))
        {
            return;
        }

        foreach (var group in Directory.EnumerateDirectories(mount.OwnGroup, Prefix + "*"))
        {
            TryRemove(group, logger);
        }
    }

    public Task Pace(TimeSpan busy, CancellationToken cancel) => Task.CompletedTask;

    public void Dispose()
    {
        try
        {
            Write(mount.OwnGroup, Members, Environment.ProcessId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The process stays in {Group}: {Reason}", group, e.Message);
        }

        TryRemove(group, logger);
    }

    private static void WriteQuota(CgroupMount mount, string group, double cores)
    {
        var quota = Math.Max(LeastQuotaMicros, (int)(cores * PeriodMicros));
        if (mount.IsV2)
        {
            Write(group, "cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quota} {PeriodMicros}"));
            return;
        }

        Write(group, "cpu.cfs_period_us", PeriodMicros);
        Write(group, "cpu.cfs_quota_us", quota);
    }

    private static void Write<T>(string group, string file, T value) =>
        File.WriteAllText(Path.Combine(group, file), string.Create(CultureInfo.InvariantCulture, $"{value}\n"));

    /// <summary>The kernel refuses to remove a group that has members, so this is safe to try on any of ours.</summary>
    private static void TryRemove(string group, ILogger logger)
    {
        try
        {
            Directory.Delete(group);
        }
        catch (DirectoryNotFoundException)
        {
            logger.LogTrace("{Group} is gone already", group);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug("{Group} stays: {Reason}", group, e.Message);
        }
    }
}
