using EdgeFlow.StageWorker.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeFlow.Tests.Integration.StageWorker;

public sealed class LimitTests
{
    [SkippableFact]
    public void TryEnter_WhereTheKernelAllowsIt_HoldsTheProcessAndLetsItGoAgain()
    {
        var mount = CgroupMount.Find();
        Skip.If(mount is null, "This machine has no control groups.");
        var leftover = Path.Combine(mount!.OwnGroup, "edgeflow-killed-999999999");
        var limit = KernelCpuLimit.TryEnter(mount, "limit-test", 64, NullLogger.Instance);
        Skip.If(limit is null, "Control groups cannot be made here.");
        var group = Directory.GetDirectories(mount.OwnGroup, "edgeflow-limit-test-*").Single();
        using (limit)
        {
            Directory.CreateDirectory(leftover);
            Assert.Contains(
                Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture),
                File.ReadAllLines(Path.Combine(group, "cgroup.procs")));
            var quota = mount.IsV2 ? "cpu.max" : "cpu.cfs_quota_us";
            Assert.StartsWith("3200000", File.ReadAllText(Path.Combine(group, quota)), StringComparison.Ordinal);
            Assert.Contains("kernel quota of 64 cores", limit!.Description, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(group));
        KernelCpuLimit.RemoveLeftovers(mount, NullLogger.Instance);
        Assert.False(Directory.Exists(leftover));
    }
}
