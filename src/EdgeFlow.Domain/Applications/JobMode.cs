namespace EdgeFlow.Domain.Applications;

/// <summary>How a job runs its application.</summary>
public enum JobMode
{
    /// <summary>Each task runs once over all the input; the makespan counts.</summary>
    Batch,

    /// <summary>Frames keep flowing from the source; the throughput counts.</summary>
    Stream,
}
