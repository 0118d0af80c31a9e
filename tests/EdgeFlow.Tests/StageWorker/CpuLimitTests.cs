using EdgeFlow.StageWorker.Limits;
using EdgeFlow.StageWorker.Registration;
using Xunit;

namespace EdgeFlow.Tests.StageWorker;

public sealed class CpuLimitTests
{
    [Fact]
    public void Find_VersionOneWithCpuHierarchy_IsPreferred()
    {
        var mount = CgroupMount.Find(
            ["32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct",
             "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw"],
            ["1:cpu,cpuacct:/a/b", "0::/x"]);

        Assert.Equal(new CgroupMount(false, "/sys/fs/cgroup/cpu/a/b"), mount);
    }

    [Fact]
    public void Find_UnifiedHierarchyMountedFromAContainersRoot_CutsTheRootOff()
    {
        var mount = CgroupMount.Find(
            ["29 23 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw"], ["0::/docker/abc/inner"]);

        Assert.Equal(new CgroupMount(true, "/sys/fs/cgroup/inner"), mount);
        Assert.Null(CgroupMount.Find(["broken", "1 2 3"], []));
    }

    [Fact]
    public void KindOf_WithAndWithoutLimit_NamesCoresAndShare()
    {
        Assert.EndsWith("-2core", MachineFacts.KindOf(2, null), StringComparison.Ordinal);
        Assert.EndsWith("-2core-q50", MachineFacts.KindOf(2, 0.5), StringComparison.Ordinal);
        Assert.EndsWith("-8core-q150", MachineFacts.KindOf(8, 1.5), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pace_HalfACore_TakesAsLongAgainAsWasComputed()
    {
        using var limit = new DutyCycleLimit(0.5, TimeProvider.System);
        var startedAt = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 3; i++)
        {
            await limit.Pace(TimeSpan.FromMilliseconds(20), default);
        }

        // Three times 20 ms at half a core are 120 ms in all, of which the first 20 have passed before the first call.
        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalMilliseconds, 95, 5000);
    }

    [Fact]
    public void Measure_ThisMachine_HasSpeedAndMemory()
    {
        var half = MachineFacts.Measure(0.5, null, TimeProvider.System);

        Assert.True(half is { SpeedGmacPerSecond: > 0.05, MemoryBytes: > 0, Runners: 1 });
    }
}
