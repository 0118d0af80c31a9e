using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// How many frames the streams were granted since they were submitted: ∫ r dt of their planned rates. A stream that
/// completed in the record after so many granted frames completes in a branch after as many. Not thread-safe.
/// </summary>
internal sealed class Grants
{
    private readonly Dictionary<JobId, (double Frames, double Rate, DateTimeOffset Since)> all = [];

    /// <summary>A stream as it was at some moment.</summary>
    public void Set(JobId job, double frames, double rate, DateTimeOffset at) => all[job] = (frames, rate, at);

    /// <summary>Whether anything is known of a job.</summary>
    public bool Knows(JobId job) => all.ContainsKey(job);

    /// <summary>Takes note of a plan.</summary>
    public void Adopt(PlanAdopted adopted, DateTimeOffset at)
    {
        foreach (var job in adopted.Departed.Concat(adopted.Waiting.Select(waiting => waiting.Job)))
        {
            SetRate(job, 0, at);
        }

        foreach (var plan in adopted.Jobs)
        {
            SetRate(plan.Job, plan.Rate.Value, at);
        }
    }

    /// <summary>Frames granted until a moment.</summary>
    public double Until(JobId job, DateTimeOffset at) => all.TryGetValue(job, out var grant)
        ? grant.Frames + Math.Max(0, (at - grant.Since).TotalSeconds) * grant.Rate
        : 0;

    /// <summary>The rate granted now.</summary>
    public double RateOf(JobId job) => all.TryGetValue(job, out var grant) ? grant.Rate : 0;

    private void SetRate(JobId job, double rate, DateTimeOffset at) => all[job] = (Until(job, at), rate, at);
}
