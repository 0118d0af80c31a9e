namespace EdgeFlow.Ledger.Branches;

/// <summary>What became of all jobs within a window, in sums. Immutable.</summary>
/// <param name="Jobs">Each job, by id.</param>
/// <param name="Plans">How many plans were adopted.</param>
public sealed record BranchFigures(IReadOnlyList<JobFigures> Jobs, int Plans)
{
    /// <summary>Mean granted rate of a stream while it is there, in frames a second: all frames granted over all time
    /// present; 0 without streams.</summary>
    public double Rate =>
        Jobs.Where(job => job.IsStream).Sum(job => job.PresentSeconds) is > 0 and var present
            ? Jobs.Sum(job => job.GrantedFrames) / present : 0;

    /// <summary>Mean time of a batch job from submission to completion, in seconds, of those that completed; null when
    /// none did.</summary>
    public double? Makespan => Jobs.Any(job => job.MakespanSeconds is not null)
        ? Jobs.Average(job => job.MakespanSeconds) : null;

    /// <summary>Time that all jobs together had no place, in seconds.</summary>
    public double Waiting => Jobs.Sum(job => job.WaitedSeconds);

    /// <summary>How many times a task was given another node.</summary>
    public int Moves => Jobs.Sum(job => job.Moves);

    /// <summary>What all jobs together cost by plan.</summary>
    public double Price => Jobs.Sum(job => job.Price);

    /// <summary>How many jobs had an outcome.</summary>
    /// <param name="outcome">One of those of <see cref="JobFigures.Outcome"/>.</param>
    public int Count(string outcome) => Jobs.Count(job => job.Outcome == outcome);
}
