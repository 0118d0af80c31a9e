using EdgeFlow.Control.Applications;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>
/// Decides which tasks of a rerun keep an earlier run's output. A task keeps one only if it would compute from the same
/// stage, model, parameters and input bytes; names decide nothing. Which bytes the model has now only nodes know: what
/// is kept names those that it had, and they are compared before the run begins. Sinks are always computed: their
/// frames are the new job's results. Pure.
/// </summary>
public sealed class ResultReuse
{
    private readonly JobDemand demand;
    private readonly TaskId? from;
    private readonly Dictionary<TaskId, TaskSpec> tasks;
    private readonly HashSet<TaskId> sinks;
    private readonly ILookup<string, PastResult> past;
    private readonly HashSet<TaskId> known;
    private readonly IReadOnlyList<string?> models;
    private readonly Dictionary<TaskId, (ReusedTask? Kept, string Reason)> verdicts = [];
    private readonly Dictionary<TaskId, bool> behind = [];

    private ResultReuse(
        ApplicationSpec application, JobDemand demand, IReadOnlyList<PastResult> results, TaskId? from)
    {
        (this.demand, this.from) = (demand, from);
        tasks = application.Tasks.ToDictionary(task => task.Id);
        sinks = [.. DagEnds.Sinks(application).Select(sink => new TaskId(sink))];
        past = results.ToLookup(result => result.Content, StringComparer.Ordinal);
        known = [.. results.Select(result => result.Task)];
        models = [.. results.Select(result => result.ModelHash).Append(null).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The link to the earlier run: what is kept, and why the rest is computed.</summary>
    /// <param name="run">The earlier run.</param>
    /// <param name="results">Its outputs.</param>
    /// <param name="application">What runs now, with all parameters in its stages.</param>
    /// <param name="demand">What the new job asks.</param>
    /// <param name="from">This task and everything after it is computed; null for no such wish.</param>
    public static RerunOf Decide(
        JobId run, IReadOnlyList<PastResult> results, ApplicationSpec application, JobDemand demand, TaskId? from)
    {
        var reuse = new ResultReuse(application, demand, results, from);
        return Link(run, application, from, reuse.Judge);
    }

    /// <summary>The link to an earlier run of which nothing is kept.</summary>
    /// <param name="run">The earlier run.</param>
    /// <param name="application">What runs now.</param>
    public static RerunOf Nothing(JobId run, ApplicationSpec application) =>
        Link(run, application, null, _ => (null, "the whole job was asked for again"));

    private static RerunOf Link(
        JobId run, ApplicationSpec application, TaskId? from, Func<TaskId, (ReusedTask? Kept, string Reason)> judge)
    {
        var all = application.Tasks.Select(task => (task.Id, Verdict: judge(task.Id))).ToList();
        return new RerunOf(
            run, [.. all.Select(task => task.Verdict.Kept).OfType<ReusedTask>().OrderBy(kept => kept.Task)])
        {
            From = from,
            Computed = [.. all.Where(task => task.Verdict.Kept is null)
                .Select(task => new ComputedTask(task.Id, task.Verdict.Reason))],
        };
    }

    private (ReusedTask? Kept, string Reason) Judge(TaskId task)
    {
        if (!verdicts.TryGetValue(task, out var verdict))
        {
            verdict = Verdict(tasks[task]);
            verdicts[task] = verdict;
        }

        return verdict;
    }

    private (ReusedTask? Kept, string Reason) Verdict(TaskSpec task)
    {
        if (from is { } begin && IsFromThereOn(task.Id, begin))
        {
            return (null, task.Id == begin ? "asked for" : $"it comes after {begin}");
        }

        if (sinks.Contains(task.Id))
        {
            return (null, "its frames are the results of this job");
        }

        foreach (var need in task.Needs)
        {
            if (Judge(need.Task).Kept is null)
            {
                return (null, $"its input {need.Task} is computed again");
            }
        }

        return Find(task) is { } found
            ? (Kept(task.Id, found), "")
            : (null, Matching(task).Any()
                ? "the earlier run does not tell which bytes its model had"
                : known.Contains(task.Id)
                    ? "its stage, model, parameters or inputs are not those of the earlier run"
                    : "the earlier run has no output of it");
    }

    private static ReusedTask Kept(TaskId task, PastResult found) =>
        new(task, found.Task, found.Node, found.Output, found.OutputBytes, found.Content)
        {
            Model = found.Model,
            ModelHash = found.ModelHash,
        };

    private PastResult? Find(TaskSpec task) => Matching(task).FirstOrDefault(match =>
        match.Stage.Model is null || match.Result.ModelHash is not null).Result;

    // All that would be computed alike, whether it tells the bytes of its model or not; the task's own first.
    private IEnumerable<(StageSpec Stage, PastResult Result)> Matching(TaskSpec task)
    {
        var inputs = task.Needs.Select(need => (need.Task, Judge(need.Task).Kept!.Output)).ToList();
        return Forms(task).SelectMany(stage => models
            .SelectMany(model => past[ResultContent.Of(stage, model, inputs, demand.Frames)])
            .OrderByDescending(result => result.Task == task.Id).ThenBy(result => result.Task)
            .Select(result => (stage, result)));
    }

    // What the planner might execute. Where an accuracy is asked for, only the model as declared is known to keep it.
    private IEnumerable<StageSpec> Forms(TaskSpec task) => demand.Accuracy is not null
        ? [task.Stage]
        : (task.Variants ?? []).Select(variant => task.Stage with { Model = variant.Model }).Prepend(task.Stage);

    private bool IsFromThereOn(TaskId task, TaskId begin)
    {
        if (!behind.TryGetValue(task, out var isBehind))
        {
            isBehind = task == begin || tasks[task].Needs.Any(need => IsFromThereOn(need.Task, begin));
            behind[task] = isBehind;
        }

        return isBehind;
    }
}
