namespace EdgeFlow.StageWorker.Limits;

/// <summary>Where this machine keeps control groups for the CPU.</summary>
/// <param name="IsV2">
/// The unified hierarchy (<c>cpu.max</c>) or the CPU hierarchy of version 1 (<c>cpu.cfs_quota_us</c>).
/// </param>
/// <param name="OwnGroup">Full path of the group that the process is in.</param>
internal sealed record CgroupMount(bool IsV2, string OwnGroup)
{
    /// <summary>Finds it in the kernel's tables; null where there is none, e.g. on another system than Linux.</summary>
    public static CgroupMount? Find() => File.Exists("/proc/self/mountinfo") && File.Exists("/proc/self/cgroup")
        ? Find(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup")) : null;

    /// <summary>As <see cref="Find()"/>, from the lines of <c>mountinfo</c> and <c>cgroup</c>.</summary>
    public static CgroupMount? Find(IReadOnlyList<string> mountInfo, IReadOnlyList<string> cgroup)
    {
        string? unified = null;
        foreach (var line in mountInfo)
        {
            var halves = line.Split(" - ", 2);
            var (left, right) = (halves[0].Split(' '), halves.Length == 2 ? halves[1].Split(' ') : []);
            if (left.Length < 5 || right.Length < 3)
            {
                continue;
            }

            if (right[0] == "cgroup" && right[2].Split(',').Contains("cpu"))
            {
                return new CgroupMount(false, Below(left, PathOf(cgroup, "cpu")));
            }

            unified ??= right[0] == "cgroup2" ? Below(left, PathOf(cgroup, "")) : null;
        }

        return unified is null ? null : new CgroupMount(true, unified);
    }

    /// <summary>A mount may show only a part of the hierarchy: its root is cut off the process's path.</summary>
    private static string Below(string[] mount, string path)
    {
        var root = mount[3].TrimEnd('/');
        var inside = root.Length > 0 && path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path;
        return mount[4].TrimEnd('/') + inside.TrimEnd('/');
    }

    private static string PathOf(IReadOnlyList<string> cgroup, string controller) => cgroup
        .Select(line => line.Split(':', 3))
        .Where(fields => fields.Length == 3 && fields[1].Split(',').Contains(controller))
        .Select(fields => fields[2])
        .FirstOrDefault() ?? "/";
}
