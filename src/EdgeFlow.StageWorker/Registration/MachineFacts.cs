using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeFlow.StageWorker.Registration;

/// <summary>What this machine has, as far as placement needs it.</summary>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="CpuLimit">How many of them the node may keep busy; fractions are shares of one.</param>
/// <param name="MemoryBytes">Memory for stages.</param>
/// <param name="Kind">Kind of machine: nodes of one kind run a stage equally fast.</param>
/// <param name="SpeedGmacPerSecond">Compute speed under the limit.</param>
internal sealed record MachineFacts(
    int Cores, double CpuLimit, long MemoryBytes, string Kind, double SpeedGmacPerSecond)
{
    /// <summary>Frames that one stage works at at once: as many as there are cores to work with.</summary>
    public int Runners => Math.Max(1, (int)Math.Ceiling(CpuLimit));

    public static MachineFacts Measure(double? cpuLimit, long? memoryBytes, TimeProvider time)
    {
        var cores = Environment.ProcessorCount;
        var limit = Math.Min(cpuLimit ?? cores, cores);
        var memory = memoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var kind = KindOf(cores, cpuLimit is null ? null : limit);
        return new MachineFacts(cores, limit, memory, kind, SpeedProbe.GmacPerSecond(time) * limit);
    }

    /// <summary>E.g. <c>x64-2core</c>, or <c>x64-2core-q50</c> under a limit of half a core.</summary>
    public static string KindOf(int cores, double? limit) => string.Create(CultureInfo.InvariantCulture,
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{cores}core")
        + (limit is { } share ? string.Create(CultureInfo.InvariantCulture, $"-q{Math.Round(share * 100)}") : "");
}
