using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Plans;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Why was it so then? The same answers as of the plan in force, from what an adopted plan was made of. Thread
/// safe.</summary>
public sealed class PastExplanations(PlanMoments moments, PlanExplanations explanations)
{
    /// <summary>Explains a job under a past plan.</summary>
    public async Task<Answer<JobExplanation>> Explain(int revision, string job, CancellationToken cancellationToken)
    {
        var (moment, refusal) = await Find(revision, cancellationToken).ConfigureAwait(false);
        return refusal is not null
            ? refusal
            : await explanations.Explain(moment!, job, [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says why a job had its rate under a past plan.</summary>
    public async Task<Answer<RateExplanation>> Rate(int revision, string job, CancellationToken cancellationToken)
    {
        var (moment, refusal) = await Find(revision, cancellationToken).ConfigureAwait(false);
        return refusal is not null
            ? refusal
            : await explanations.Rate(moment!, job, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says why a task of a job was not on a node under a past plan.</summary>
    public async Task<Answer<WhyNotAnswer>> WhyNot(
        int revision, string job, string task, string node, CancellationToken cancellationToken)
    {
        var (moment, refusal) = await Find(revision, cancellationToken).ConfigureAwait(false);
        return refusal is not null ? refusal : PlanExplanations.WhyNot(moment!, job, task, node);
    }

    private async Task<(ExplainedMoment? Moment, Refusal? Refusal)> Find(
        int revision, CancellationToken cancellationToken)
    {
        var found = await moments.Find(revision, cancellationToken).ConfigureAwait(false);
        return found.Value is { } moment
            ? (new ExplainedMoment(moment.Snapshot, moment.Adopted.Decision.Seed, IsPast: true), null)
            : (null, found.Refusal);
    }
}
