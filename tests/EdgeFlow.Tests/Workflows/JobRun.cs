using Xunit;
using System.Globalization;
using System.Text;
using EdgeFlow.Control.Runs;
using EdgeFlow.Durable.Wire;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Tests.Durable;
using EdgeFlow.Workflows;

namespace EdgeFlow.Tests.Workflows;

/// <summary>
/// A job's workflow driven by hand over its recorded history; every step is replayed from every split of it. Keeps a
/// script of what was asked of the workflow and what it asked for, line by line.
/// </summary>
internal sealed class JobRun
{
    private readonly RecordedRun run = RecordedRun.Of<JobInput, JobOutcome>(
        (context, input) => new JobWorkflow().Run(context, input));

    private readonly List<(int Id, string Name)> open = [];
    private readonly StringBuilder script = new();

    public string Script => script.ToString();

    public CompleteWorkflowAction? End => run.End;

    public JobRun Begin(params string[] hosted)
    {
        Note($"begin, hosted: [{string.Join(", ", hosted)}]");
        return Take(run.Begin(new JobInput("j", hosted)));
    }

    /// <summary>The oldest open activity of this name (perhaps on this node) ends with a result.</summary>
    public JobRun Done(string name, object? result = null)
    {
        var id = Close(name);
        Note($"{name} done");
        return Take(run.Turn(run.Done(id, result)));
    }

    public JobRun Failed(string name, string type)
    {
        var id = Close(name);
        Note($"{name} failed with {type}");
        return Take(run.Turn(RecordedRun.Failed(id, type, final: true)));
    }

    public JobRun Fired()
    {
        var id = Close("timer");
        Note("timer fired");
        return Take(run.Turn(RecordedRun.Fired(id)));
    }

    public JobRun Raised(string name, object payload)
    {
        Note(string.Create(CultureInfo.InvariantCulture, $"{name} {payload}"));
        return Take(run.Turn(run.Raised(name, payload)));
    }

    public static JobTurn Turn(
        JobTurnState state, int epoch = 1, IReadOnlyList<NodeHosting>? hosts = null,
        IReadOnlyList<TaskTurn>? tasks = null) =>
        new("j", state, epoch, state.ToString(), tasks is null, hosts ?? [], tasks ?? []);

    public static NodeHosting Host(string node, int epoch = 1) => new(node, new HostDirective("j", epoch, [], []));

    public static TaskTurn Task(string task, string node, params string[] needs) => new(
        node, $"http://{node}",
        new TaskDirective("j", 1, task, 1, "pass", null, "{}", "hash", [], null, false, 1000),
        [.. needs.Select(need => new TaskNeed(need, 8))], null);

    public static TaskReport Report(string task, string node, int attempt = 1) =>
        new("j", task, attempt, 1, node, $"hash-of-{task}", 10, 3, 1.5);

    private int Close(string name)
    {
        var at = open.FindIndex(item => item.Name == name);
        Assert.True(at >= 0, $"'{name}' is not open; open are: {string.Join(", ", open.Select(item => item.Name))}");
        var id = open[at].Id;
        open.RemoveAt(at);
        return id;
    }

    private JobRun Take(WorkflowResponse response)
    {
        foreach (var action in response.Actions)
        {
            switch (action.WorkflowActionTypeCase)
            {
                case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                    var target = action.ScheduleTask.Router?.TargetAppID is { Length: > 0 } app ? $"@{app}" : "";
                    open.Add((action.Id, action.ScheduleTask.Name + target));
                    Note($"    call {action.ScheduleTask.Name}{target} {action.ScheduleTask.Input}");
                    break;
                case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                    open.Add((action.Id, "timer"));
                    Note("    timer");
                    break;
                case WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow:
                    Note($"    {action.CompleteWorkflow.WorkflowStatus} {action.CompleteWorkflow.Result}"
                        + action.CompleteWorkflow.FailureDetails?.ErrorMessage);
                    break;
                default:
                    Note($"    {action.WorkflowActionTypeCase}");
                    break;
            }
        }

        return this;
    }

    private void Note(string line) => script.Append(line.TrimEnd()).Append('\n');
}
