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
        var snapshot = SnapshotBuilder.Build(known, options);
        if (Explainer.Explain(snapshot, new JobId(job), options.Seed) is not { } explanation)
        {
            return NoJob(job);
        }

        var epoch = snapshot.Current.FirstOrDefault(plan => plan.Job == explanation.Job)?.Epoch;
        var decided = epoch is null
            ? null
            : await plans.Find(epoch, cancellationToken).ConfigureAwait(false);
        var proof = await proofs.Of(snapshot, cancellationToken).ConfigureAwait(false);
        var link = RerunWords.Of(known.Jobs.FirstOrDefault(its => its.State.Job == explanation.Job)?.State.Rerun);
        return ExplanationViews.View(
            explanation, snapshot.Revision, decided is null ? null : Decided(decided, job),
            decided is null ? [.. Words(proof), .. link] : [Decided(decided, job), .. Words(proof), .. link]);
    }

    /// <summary>Says why a task of a job that has not ended is not on a node.</summary>
    public async Task<Answer<Protocol.Plans.WhyNotAnswer>> WhyNot(
        string job, string task, string node, CancellationToken cancellationToken)
    {
        var snapshot = await Now(cancellationToken).ConfigureAwait(false);
        var asked = snapshot.Jobs.FirstOrDefault(known => known.Id.Value == job);
        if (asked is null)
        {
            return NoJob(job);
        }

        var answer = Planning.Explanations.WhyNot.Ask(
            snapshot, asked.Id, new TaskId(task), new NodeId(node), options.Seed);
        return answer is null
            ? Refusal.Of(
                ProblemKinds.NotFound,
                $"The job '{job}' has no task '{task}'; it has {string.Join(", ", asked.Tasks.Select(its => its.Id))}.")
            : ExplanationViews.View(answer, snapshot.Revision);
    }

    private async Task<NetworkSnapshot> Now(CancellationToken cancellationToken) =>
        SnapshotBuilder.Build(await network.Read(cancellationToken).ConfigureAwait(false), options);

    private static Refusal NoJob(string job) =>
        Refusal.Of(ProblemKinds.NotFound, $"There is no job '{job}' that is still to be planned for.");

    private static string Decided(PlanView plan, string job)
    {
        var own = plan.Reasons.FirstOrDefault(reason => reason.StartsWith($"{job}: ", StringComparison.Ordinal));
        var why = own is null ? "" : $": {own[(job.Length + 2)..]}";
        return string.Create(CultureInfo.InvariantCulture,
            $"Plan {plan.Revision} ({plan.Policy}, seed {plan.Seed}) placed it so, because {plan.Trigger}{why}.");
    }

    private static IEnumerable<string> Words(Optimality proof)
    {
        if (proof.Gap is { } gap)
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
