using EdgeFlow.Domain.Applications;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Control.Jobs;

/// <summary>How states of jobs are told on the wire.</summary>
internal static class Words
{
    public static string Of(JobMode mode) => mode == JobMode.Batch ? "batch" : "stream";

    public static JobStatus Of(Domain.Jobs.JobStatus status) => Status(status.ToString());

    /// <summary>A status by the name that both sides share.</summary>
    public static JobStatus Status(string name) => Enum.Parse<JobStatus>(name);

    public static string? OrNull(string text) => text.Length == 0 ? null : text;
}
