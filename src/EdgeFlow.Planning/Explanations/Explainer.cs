using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Admission.Conflicts;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Variants;

namespace EdgeFlow.Planning.Explanations;

/// <summary>
/// Says why a job is planned as it is, from the snapshot with the plans in force alone: whoever made them, and when.
/// Pure, deterministic and thread-safe.
/// </summary>
public static class Explainer
{
    /// <summary>Explains a job.</summary>
    /// <param name="snapshot">What is planned from, with the plans in force.</param>
    /// <param name="job">The job.</param>
    /// <param name="seed">Seed, should the planner have to be asked why the job waits.</param>
    /// <returns>The explanation; null when the snapshot has no such job.</returns>
    public static JobExplanation? Explain(NetworkSnapshot snapshot, JobId job, ulong seed)
    {
        var source = snapshot.Jobs.FirstOrDefault(j => j.Id == job);
        if (source is null)
        {
            return null;
        }

        var situation = new Situation(snapshot);
        var position = situation.PositionOf(job);
        return position < 0
            ? Waiting(snapshot, source, situation.BrokenOf(job), seed)
            : Placed(source, situation, position, situation.PlanOf(job)!);
    }

    private static JobExplanation Placed(SnapshotJob source, Situation situation, int position, JobPlan plan)
    {
        var board = situation.Board;
        var placed = board.Jobs[position];
        var frame = placed.Job.IsStream ? Spending.PerFrame(board.Network, placed.Job, placed.Embedding) : default;
        var bottleneck = ReportWriter.Bottleneck(board, position);
        var raises = Raises.Of(situation, position);
        var flows = situation.Fills().Flows(placed, plan);
        var fair = board.Shares.Rates[position];

        // Last, since the job is taken off the board for it.
        var tasks = Candidates.OfPlaced(situation, position, plan);
        var explanation = new JobExplanation(
            plan.Job, null, plan.Rate.Value, plan.Span.Value, bottleneck,
            frame.Price * plan.Rate.Value * Spending.SecondsPerHour, frame.Joules * plan.Rate.Value,
            VariantChoices.InForce(source, plan)?.Accuracy ?? 1, raises, tasks, flows, []);
        return explanation with
        {
            Tasks = [.. tasks.Select(task => task with { Words = [ExplanationWords.Task(task)] })],
            Words = ExplanationWords.Of(source, explanation, fair),
            RateWords = ExplanationWords.OfRate(source, explanation, fair),
        };
    }

    private static JobExplanation Waiting(NetworkSnapshot snapshot, SnapshotJob source, string? broken, ulong seed)
    {
        var proposal = Planner.Plan(snapshot, seed);
        var report = proposal.Report.Jobs.FirstOrDefault(r => r.Job == source.Id);
        var waiting = proposal.Waiting.FirstOrDefault(w => w.Job == source.Id) is { } found
            ? WaitingReasons.Explain(snapshot, proposal, found)
            : new WaitingJob(source.Id, ExplanationWords.NotYet, "the next plan would place it");
        var explanation = new JobExplanation(
            source.Id, waiting, 0, 0, waiting.Pointer, 0, 0, 1, [], Candidates.OfWaiting(report), [], []);
        return explanation with
        {
            Tasks = [.. explanation.Tasks.Select(task => task with { Words = ExplanationWords.Refused(task) })],
            Words = [.. ExplanationWords.OfWaiting(explanation, broken), .. explanation.Tasks.SelectMany(
                ExplanationWords.Refused)],
            RateWords = ExplanationWords.OfWaiting(explanation, broken),
        };
    }
}
