using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Reruns;

using World = EdgeFlow.Tests.Control.World;

/// <summary>Runs batch jobs in memory: a task's output is a function of its stage and its inputs' bytes.</summary>
internal static class Runs
{
    public static readonly NodeId Node = new("n");

    public static readonly ApplicationSpec Chain = World.Application("""
            - { id: one, stage: { builtin: pass, with: { name: one } } }
            - { id: two, stage: { builtin: pass, with: { name: two } }, needs: [one] }
            - { id: three, stage: { builtin: pass, with: { name: three } }, needs: [two] }
            - { id: four, stage: { builtin: pass, with: { name: four } }, needs: [three] }
        """);

    public static JobDemand Demand(ApplicationSpec application, long? frames = 5) =>
        application.Demand with { Mode = JobMode.Batch, Frames = frames };

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What a stage makes of its inputs, as the bytes' hash.</summary>
    public static string Compute(TaskSpec task, Func<TaskId, string> output, long? frames) => Hash(
        $"{task.Stage}|{string.Join('|', task.Needs.Select(need => $"{need.Task}:{output(need.Task)}"))}"
        + (task.Needs.Count == 0 ? $"|{frames}" : ""));

    /// <summary>The events of a run, and which tasks were computed in it. What <paramref name="models"/> says is part
    /// of each model's bytes.</summary>
    public static (List<IEvent> Events, List<TaskId> Computed) Run(
        ApplicationSpec application, RerunOf? rerun = null, string id = "first", long? frames = 5, string models = "")
    {
        var submit = new SubmitJob(
            new JobId(id), application.Name, 1, Demand(application, frames),
            [.. application.Tasks.Select(task => task.Id)], new Dictionary<string, string>(), World.Now)
        {
            Rerun = rerun,
        };
        var (events, computed) = (new List<IEvent>(), new List<TaskId>());
        JobState? state = null;
        Do(submit);
        Do(new PlanJob(submit.Job, 1, World.Now));
        Do(new StartJob(submit.Job, 1, World.Now));
        while (state!.Missing().Any())
        {
            var task = application.Tasks.First(task => !state.ProgressOf(task.Id).Done
                && task.Needs.All(need => state.ProgressOf(need.Task).Done));
            var output = Compute(task, need => state.ProgressOf(need).Output, frames);
            computed.Add(task.Id);
            Do(new CompleteTask(submit.Job, task.Id, 1, 1, Node, output, 9, 1, World.Now)
            {
                ModelHash = task.Stage.Model is { } model ? Hash($"{model} {models}") : null,
            });
        }

        Do(new CompleteJob(submit.Job, 1, 5, 5, World.Now));
        return (events, computed);

        void Do(JobCommand command)
        {
            var decided = Assert.IsType<Accepted>(JobDecider.Decide(state, command));
            foreach (var item in decided.Events)
            {
                state = JobDecider.Evolve(state, item);
                events.Add(item);
            }
        }
    }

    /// <summary>Every task's output at the end.</summary>
    public static SortedDictionary<string, string> Outputs(IEnumerable<IEvent> events)
    {
        var state = events.Aggregate((JobState?)null, JobDecider.Evolve)!;
        return new(state.Tasks.ToDictionary(task => task.Value, task => state.ProgressOf(task).Output));
    }

    public static IReadOnlyList<PastResult> Past(IEnumerable<IEvent> events, ApplicationSpec application) =>
        PastResults.Read(events, application, (task, _) => task.Stage);

    public static ApplicationSpec With(this ApplicationSpec application, string task, string parameters) =>
        application with
        {
            Tasks = [.. application.Tasks.Select(spec => spec.Id.Value == task
                ? spec with { Stage = spec.Stage with { Parameters = parameters } }
                : spec)],
        };
}
