using System.Globalization;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Explanations;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Plans;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Plans;

/// <summary>
/// Why is a job where it is, and why is a task not elsewhere? Explained from what is known now and the plan in force,
/// so that it can be asked of every job at any time; nothing is stored for it. Thread safe.
/// </summary>
public sealed class PlanExplanations(
    NetworkReader network, PlanViews plans, PlanProofs proofs, PlanningOptions options)
{
    /// <summary>Explains a job that has not ended.</summary>
    public async Task<Answer<Protocol.Plans.JobExplanation>> Explain(string job, CancellationToken cancellationToken)
    {
        var known = await network.Read(cancellationToken).ConfigureAwait(false);
        var rerun = known.Jobs.FirstOrDefault(its => its.State.Job.Value == job)?.State.Rerun;
        var moment = new ExplainedMoment(SnapshotBuilder.Build(known, options), options.Seed, IsPast: false);
        return await Explain(moment, job, RerunWords.Of(rerun), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Explains a job at a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="job">The job.</param>
    /// <param name="more">Sentences that follow.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<Protocol.Plans.JobExplanation>> Explain(
        ExplainedMoment moment, string job, IEnumerable<string> more, CancellationToken cancellationToken)
    {
        var snapshot = moment.Snapshot;
        if (Explainer.Explain(snapshot, new JobId(job), moment.Seed) is not { } explanation)
        {
            return NoJob(moment, job);
        }

        var epoch = snapshot.Current.FirstOrDefault(plan => plan.Job == explanation.Job)?.Epoch;
        var decided = epoch is null
            ? null
            : await plans.Find(epoch, cancellationToken).ConfigureAwait(false);
        var proof = await proofs.Of(moment, cancellationToken).ConfigureAwait(false);
        return ExplanationViews.View(
            explanation, snapshot.Revision, decided is null ? null : Decided(decided, job),
            decided is null ? [.. Words(proof), .. more] : [Decided(decided, job), .. Words(proof), .. more]);
    }

    /// <summary>Says why a job that has not ended has its rate.</summary>
    public async Task<Answer<RateExplanation>> Rate(string job, CancellationToken cancellationToken) =>
        await Rate(await Now(cancellationToken).ConfigureAwait(false), job, cancellationToken).ConfigureAwait(false);

    /// <summary>Says why a job has its rate at a moment.</summary>
    public async Task<Answer<RateExplanation>> Rate(
        ExplainedMoment moment, string job, CancellationToken cancellationToken)
    {
        if (Explainer.Explain(moment.Snapshot, new JobId(job), moment.Seed) is not { } explanation)
        {
            return NoJob(moment, job);
        }

        var proof = await proofs.Of(moment, cancellationToken).ConfigureAwait(false);
        var price = explanation.Waiting is null ? BottleneckPrices.Of(explanation.Bottleneck, proof.Certificate) : null;
        return ExplanationViews.Rate(
            explanation, moment.Snapshot.Revision, price, [.. BottleneckPrices.Words(price), .. Words(proof)]);
    }

    /// <summary>Says why a task of a job that has not ended is not on a node.</summary>
    public async Task<Answer<Protocol.Plans.WhyNotAnswer>> WhyNot(
        string job, string task, string node, CancellationToken cancellationToken) =>
        WhyNot(await Now(cancellationToken).ConfigureAwait(false), job, task, node);

    /// <summary>Says why a task of a job is not on a node at a moment.</summary>
    public static Answer<Protocol.Plans.WhyNotAnswer> WhyNot(
        ExplainedMoment moment, string job, string task, string node)
    {
        var asked = moment.Snapshot.Jobs.FirstOrDefault(known => known.Id.Value == job);
        if (asked is null)
        {
            return NoJob(moment, job);
        }

        var answer = Planning.Explanations.WhyNot.Ask(
            moment.Snapshot, asked.Id, new TaskId(task), new NodeId(node), moment.Seed);
        return answer is null
            ? Refusal.Of(
                ProblemKinds.NotFound,
                $"The job '{job}' has no task '{task}'; it has {string.Join(", ", asked.Tasks.Select(its => its.Id))}.")
            : ExplanationViews.View(answer, moment.Snapshot.Revision);
    }

    private async Task<ExplainedMoment> Now(CancellationToken cancellationToken) => new(
        SnapshotBuilder.Build(await network.Read(cancellationToken).ConfigureAwait(false), options), options.Seed,
        IsPast: false);

    private static Refusal NoJob(ExplainedMoment moment, string job) => Refusal.Of(
        ProblemKinds.NotFound,
        moment.IsPast ? $"There was no job '{job}' to be planned for when plan {moment.Snapshot.Revision} was made."
            : $"There is no job '{job}' that is still to be planned for; of an ended one, ask under a past plan.");

    private static string Decided(PlanView plan, string job)
    {
        var own = plan.Reasons.FirstOrDefault(reason => reason.StartsWith($"{job}: ", StringComparison.Ordinal));
        var why = own is null ? "" : $": {own[(job.Length + 2)..]}";
        return string.Create(CultureInfo.InvariantCulture,
            $"Plan {plan.Revision} ({plan.Policy}, seed {plan.Seed}) placed it so, because {plan.Trigger}{why}.");
    }

    private static IEnumerable<string> Words(Optimality proof)
    {
        if (proof is { Gap: { } missing, Certificate: { Objective: Objective.Makespan } shortest })
        {
            yield return proof.Value > 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"The last batch job ends after {1 / proof.Value:0.####} s; no plan ends before ")
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{1 / shortest.Bound:0.####} s, so at most {missing:P1} is lost.")
                : "A batch job waits, so that nothing is known of when the last one ends.";
        }
        else if (proof.Gap is { } gap)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"All streams together reach {proof.Value:0.####} of the objective; no plan reaches more than ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{proof.Certificate!.Bound:0.####}, so at most {gap:P1} is missing.");
        }
    }
}
