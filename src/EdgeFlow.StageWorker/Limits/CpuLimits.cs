using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Limits;

/// <summary>Chooses how a CPU limit is kept.</summary>
internal static class CpuLimits
{
    /// <summary>
    /// By the kernel where the machine allows it and the process is the node's own, else in software.
    /// </summary>
    public static ICpuLimit Apply(StageWorkerOptions options, TimeProvider time, ILogger logger)
    {
        if (options.CpuLimit is not { } cores)
        {
            return new NoCpuLimit();
        }

        var mount = options.SharesProcess ? null : CgroupMount.Find();
        ICpuLimit? kernel = mount is null ? null : KernelCpuLimit.TryEnter(mount, options.Name, cores, logger);
        var limit = kernel ?? new DutyCycleLimit(cores, time);
        logger.LogInformation("CPU limit: {Limit}", limit.Description);
        return limit;
    }
}
