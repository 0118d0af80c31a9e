using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Ledger.World;

/// <summary>How many jobs have ended, by how. What each of them was is told by its stream. Immutable.</summary>
/// <param name="Completed">Jobs with their result.</param>
/// <param name="Failed">Jobs without it.</param>
/// <param name="Refused">Jobs that were never placed and asked not to wait.</param>
/// <param name="Cancelled">Jobs that somebody cancelled.</param>
public sealed record EndedJobs(long Completed, long Failed, long Refused, long Cancelled)
{
    /// <summary>None has ended.</summary>
    public static EndedJobs None { get; } = new(0, 0, 0, 0);

    /// <summary>One more.</summary>
    /// <param name="status">How it ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is no end.</exception>
    public EndedJobs With(JobStatus status) => status switch
    {
        JobStatus.Completed => this with { Completed = Completed + 1 },
        JobStatus.Failed => this with { Failed = Failed + 1 },
        JobStatus.Refused => this with { Refused = Refused + 1 },
        JobStatus.Cancelled => this with { Cancelled = Cancelled + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A job in this state goes on."),
    };
}
