using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>Says what each output of a run was computed from, from the run's own events. Pure.</summary>
public static class PastResults
{
    /// <summary>The outputs of the tasks that are done at the end of a history, by task id.</summary>
    /// <param name="history">The events of a batch job, in order, from its submission.</param>
    /// <param name="application">Its DAG, with the submission's parameters in its stages.</param>
    /// <param name="executed">What a task executed under an epoch.</param>
    public static IReadOnlyList<PastResult> Read(
        IEnumerable<IEvent> history, ApplicationSpec application, Func<TaskSpec, int, StageSpec> executed)
    {
        ArgumentNullException.ThrowIfNull(history);
        var tasks = application.Tasks.ToDictionary(task => task.Id);
        var results = new SortedDictionary<TaskId, PastResult>();
        var isDone = new HashSet<TaskId>();
        long? frames = null;
        foreach (var item in history)
        {
            switch (item)
            {
                case JobSubmitted submitted:
                    frames = submitted.Demand.Frames;
                    foreach (var kept in submitted.Rerun?.Reused ?? [])
                    {
                        Add(new PastResult(
                            kept.Task, kept.Node, kept.Output, kept.OutputBytes, kept.Content, kept.Model,
                            kept.ModelHash));
                    }

                    break;
                case TaskCompleted done when done.Output.Length > 0 && tasks.TryGetValue(done.Task, out var task)
                    && task.Needs.All(need => results.ContainsKey(need.Task)):
                    // A producer that was reopened meanwhile was read before: what it gave then is what counts.
                    var inputs = task.Needs.Select(need => (need.Task, results[need.Task].Output));
                    var stage = executed(task, done.Epoch);
                    var content = ResultContent.Of(stage, done.ModelHash, inputs, frames);
                    Add(new PastResult(
                        done.Task, done.Node, done.Output, done.OutputBytes, content, stage.Model, done.ModelHash));
                    break;
                case TaskReopened reopened:
                    isDone.Remove(reopened.Task);
                    break;
                default:
                    break;
            }
        }

        return [.. results.Values.Where(result => isDone.Contains(result.Task))];

        void Add(PastResult result)
        {
            results[result.Task] = result;
            isDone.Add(result.Task);
        }
    }
}
