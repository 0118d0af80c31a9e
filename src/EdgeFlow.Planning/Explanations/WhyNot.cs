using EdgeFlow.Domain.Ids;
using EdgeFlow.Planning.Accelerators;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Explanations;

/// <summary>
/// Answers why a task is not on a node: names what forbids it, else lets the planner solve with the task pinned there
/// and compares. Pure, deterministic and thread-safe.
/// </summary>
public static class WhyNot
{
    private const double Same = 1e-6;

    /// <summary>Answers.</summary>
    /// <param name="snapshot">What is planned from, with the plans in force.</param>
    /// <param name="job">The job.</param>
    /// <param name="task">Its task.</param>
    /// <param name="node">The node.</param>
    /// <param name="seed">Seed of the planner.</param>
    /// <returns>The answer; null when the snapshot has no such job or the job no such task.</returns>
    public static WhyNotAnswer? Ask(NetworkSnapshot snapshot, JobId job, TaskId task, NodeId node, ulong seed)
    {
        var source = snapshot.Jobs.FirstOrDefault(j => j.Id == job);
        var wanted = source?.Tasks.FirstOrDefault(t => t.Id == task);
        if (source is null || wanted is null)
        {
            return null;
        }

        var plan = snapshot.Current.FirstOrDefault(p => p.Job == job);
        var answer = new WhyNotAnswer(
            job, task, node, WhyNotVerdict.There, Outcome(snapshot, job), null, [], [], []);
        if (plan?.Placements.Any(p => p.Task == task && p.Node == node) == true)
        {
            return answer with { Words = [$"{task} of {job} is on {node}."] };
        }

        if (Obstacle(snapshot, source, wanted, node) is { } obstacle)
        {
            return answer with
            {
                Verdict = WhyNotVerdict.CannotHost, Words = [$"{task} of {job} cannot be on {node}: it {obstacle}."],
            };
        }

        return Compare(snapshot, answer, Pinned(snapshot, job, task, node), seed);
    }

    /// <summary>What forbids the node by itself, in words that follow its name; null when nothing does.</summary>
    private static string? Obstacle(NetworkSnapshot snapshot, SnapshotJob job, SnapshotTask task, NodeId id)
    {
        if (snapshot.Nodes.FirstOrDefault(n => n.Id == id) is not { } node)
        {
            return "is not there, is lost, or takes no stages";
        }

        var situation = new Situation(snapshot);
        var position = situation.PositionOf(job.Id);
        if (position >= 0)
        {
            situation.Board.Remove(situation.Board.Jobs[position]);
        }

        // Its memory is that of the variant in force; a smaller one may be found by the planner.
        var free = situation.Board.FreeMemory[situation.Board.Network.NodeOf(id)];
        var smallest = (task.Variants ?? []).Select(v => v.Memory).Append(1).Min();
        var least = task with { Memory = new((long)(task.Memory.Value * smallest)) };
        if (NodeFilter.FirstUnmet(least, node, free) is var unmet and >= 0)
        {
            return NodeFilter.Describe(least, node, free, unmet);
        }

        var jobs = snapshot.Jobs.DistinctBy(j => j.Id).ToDictionary(j => j.Id);
        var stock = new AcceleratorStock(snapshot, snapshot.Current.Where(p => jobs.ContainsKey(p.Job)), jobs);
        return task.Accelerators is { Count: > 0 } && stock.Missing(job.Id, task, node) is { } name
            ? stock.Describe(job.Id, task, node, name)
            : null;
    }

    private static NetworkSnapshot Pinned(NetworkSnapshot snapshot, JobId job, TaskId task, NodeId node) =>
        snapshot with
        {
            Jobs = [.. snapshot.Jobs.Select(j => j.Id != job ? j : j with
            {
                Tasks = [.. j.Tasks.Select(t => t.Id != task ? t : t with
                {
                    Constraints = t.Constraints with { Nodes = [node] },
                })],
            })],
        };

    private static WhyNotAnswer Compare(
        NetworkSnapshot snapshot, WhyNotAnswer answer, NetworkSnapshot pinned, ulong seed)
    {
        var proposal = Planner.Plan(pinned, seed);
        var others = Changes(snapshot, answer.Job, proposal);
        var then = proposal.Jobs.FirstOrDefault(p => p.Job == answer.Job);
        if (then is null)
        {
            var waiting = proposal.Waiting.First(w => w.Job == answer.Job);
            return answer with
            {
                Verdict = WhyNotVerdict.CannotServe,
                Words = [$"With {answer.Task} on {answer.Node}, {answer.Job} would wait: "
                    + $"{waiting.Reason} ({waiting.Pointer})."],
            };
        }

        var outcome = Outcome(pinned with { Current = proposal.Jobs }, answer.Job)!;
        var isWorse = others.Any(o => o.After < o.Before * (1 - Same))
            || (answer.Now is { } now
                && (outcome.Rate < now.Rate * (1 - Same) || outcome.SpanMs > now.SpanMs * (1 + Same)));
        var compared = answer with
        {
            Verdict = isWorse ? WhyNotVerdict.Worse : WhyNotVerdict.NoWorse,
            Then = outcome,
            Others = others,
            Moved = Moves(snapshot, proposal),
        };
        return compared with { Words = WhyNotWords.Of(compared) };
    }

    private static JobOutcome? Outcome(NetworkSnapshot snapshot, JobId job)
    {
        var situation = new Situation(snapshot);
        var position = situation.PositionOf(job);
        return position < 0 || situation.PlanOf(job) is not { } plan
            ? null
            : new JobOutcome(plan.Rate.Value, plan.Span.Value, ReportWriter.Bottleneck(situation.Board, position));
    }

    private static IReadOnlyList<RateChange> Changes(NetworkSnapshot snapshot, JobId asked, Proposal proposal)
    {
        var after = proposal.Jobs.ToDictionary(p => p.Job, p => p.Rate.Value);
        return
        [
            .. snapshot.Current.Where(p => p.Job != asked)
                .Select(p => new RateChange(p.Job, p.Rate.Value, after.GetValueOrDefault(p.Job)))
                .Where(c => Math.Abs(c.After - c.Before) > Same * c.Before)
                .OrderBy(c => c.After - c.Before).ThenBy(c => c.Job).Take(WhyNotAnswer.MaxOthers),
        ];
    }

    private static IReadOnlyList<string> Moves(NetworkSnapshot snapshot, Proposal proposal)
    {
        var before = snapshot.Current.SelectMany(p => p.Placements, (p, place) => (p.Job, place.Task, place.Node))
            .DistinctBy(p => (p.Job, p.Task)).ToDictionary(p => (p.Job, p.Task), p => p.Node);
        return
        [
            .. proposal.Jobs.SelectMany(p => p.Placements, (p, place) => (p.Job, place.Task, place.Node))
                .Where(p => before.TryGetValue((p.Job, p.Task), out var from) && from != p.Node)
                .Select(p => $"{p.Job}/{p.Task} from {before[(p.Job, p.Task)]} to {p.Node}")
                .Take(WhyNotAnswer.MaxMoves),
        ];
    }
}
