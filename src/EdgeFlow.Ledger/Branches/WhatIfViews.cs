using EdgeFlow.Protocol.Branches;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Outcomes of branches as they are sent. Pure.</summary>
public static class WhatIfViews
{
    /// <summary>The answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="was">What the branches are compared with.</param>
    /// <param name="outcomes">What became of them.</param>
    public static WhatIfAnswer Of(
        WhatIfQuestion question, BranchFigures was, IReadOnlyList<BranchOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(was);
        ArgumentNullException.ThrowIfNull(outcomes);
        var isOne = outcomes.Count == 1;
        return new WhatIfAnswer(
            question.Window.From, question.AfterEvent, question.Window.Until,
            question.Window.Until <= question.Recording.Last ? "recorded" : "unchanged", Of(was),
            [.. outcomes.Select(outcome => new BranchView(
                outcome.Label, Of(outcome.Figures), isOne ? Jobs(was, outcome.Figures) : null,
                isOne ? [.. outcome.Plans.Select(Of)] : null, outcome.Reproduced.Same, outcome.Reproduced.Of,
                outcome.Notes))]);
    }

    /// <summary>Figures.</summary>
    /// <param name="figures">Those of a branch or of the record.</param>
    public static BranchFiguresView Of(BranchFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return new BranchFiguresView(
            figures.Rate, figures.Makespan, figures.Waiting, figures.Moves, figures.Price, figures.Plans,
            figures.Count("completed"), figures.Count("failed") + figures.Count("refused"), figures.Count("waiting"));
    }

    private static BranchPlanView Of(BranchPlan plan) =>
        new(plan.Revision, plan.At, plan.Trigger, plan.Placed, plan.Waiting, plan.Objective);

    private static List<BranchJobView> Jobs(BranchFigures was, BranchFigures now)
    {
        var (before, after) = (was.Jobs.ToDictionary(job => job.Job), now.Jobs.ToDictionary(job => job.Job));
        return [.. before.Keys.Union(after.Keys).Order()
            .Select(job => (Before: before.GetValueOrDefault(job), After: after.GetValueOrDefault(job)))
            .Where(pair => pair.Before != pair.After)
            .Take(BranchLimits.MaxToldJobs).Select(pair => Of(pair.Before, pair.After))];
    }

    private static BranchJobView Of(JobFigures? before, JobFigures? after)
    {
        var any = (before ?? after)!;
        return new BranchJobView(
            any.Job.Value, any.IsStream ? "stream" : "batch", any.IsStream ? before?.MeanRate : null,
            any.IsStream ? after?.MeanRate : null, before?.MakespanSeconds, after?.MakespanSeconds,
            before?.WaitedSeconds, after?.WaitedSeconds, before?.Outcome, after?.Outcome);
    }
}
