using EdgeFlow.Control.Runs;
using EdgeFlow.Durable;
using EdgeFlow.Protocol;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Workflows;

/// <summary>One turn of a batch job: run every task once its inputs exist, as many at once as the DAG allows.</summary>
internal sealed class BatchTurn(WorkflowContext context, JobTurn turn)
{
    private readonly SortedDictionary<string, TaskInput> outputs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Task<TurnEnd?>> running = new(StringComparer.Ordinal);

    /// <summary>Runs the turn.</summary>
    public async Task<TurnEnd> Run()
    {
        var interruptions = new Interruptions(context, turn.Epoch);
        if (await Unkept(interruptions) is { } end)
        {
            return end;
        }

        await context.CallActivity(
            ControlActivities.ReportStarted, new JobEpoch(turn.Job, turn.Epoch), WorkflowLimits.Control);
        foreach (var task in turn.Tasks.Where(task => task.Output is not null))
        {
            outputs[task.Task] = Input(task, task.Output!);
        }

        while (outputs.Count < turn.Tasks.Count)
        {
            Start();
            var any = Task.WhenAny(running.Values);
            if (!await interruptions.Finished(any))
            {
                return TurnEnd.Reload;
            }

            var ended = running.First(entry => entry.Value.IsCompleted);
            running.Remove(ended.Key);
            if (await ended.Value is { } over)
            {
                return over;
            }
        }

        return await Completion.Report(context, turn.Job);
    }

    // Null when all that is kept of an earlier run holds, else how the whole turn ends.
    private async Task<TurnEnd?> Unkept(Interruptions interruptions)
    {
        var kept = turn.Tasks.Where(task => task.Check is not null).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        var holds = KeptChecks.Run(context, turn, kept);
        return !await interruptions.Finished(holds) ? TurnEnd.Reload : await holds ? null : await Pause();
    }

    private void Start()
    {
        foreach (var task in turn.Tasks)
        {
            if (!outputs.ContainsKey(task.Task) && !running.ContainsKey(task.Task)
                && task.Needs.All(need => outputs.ContainsKey(need.Task)))
            {
                running[task.Task] = RunTask(task);
            }
        }
    }

    // Null when the task is done, else how the whole turn ends.
    private async Task<TurnEnd?> RunTask(TaskTurn task)
    {
        var inputs = task.Needs.Select(need =>
            outputs[need.Task] with { BandwidthBitsPerSecond = need.BandwidthBitsPerSecond });
        var directive = task.Directive with { Inputs = [.. inputs] };
        while (true)
        {
            try
            {
                var report = await context.CallActivity<TaskReport>(
                    WorkflowNames.RunTask, directive, new ActivityOptions { TargetApp = NodeAppId.Of(task.Node) });
                if (!await Record(report))
                {
                    return await Pause();
                }

                outputs[task.Task] = Input(task, new TaskOutput(report.Artifact, report.Bytes));
                return null;
            }
            catch (TaskFailedException failed) when (failed.TaskName == WorkflowNames.RunTask)
            {
                var next = await RecordFailure(task, directive, failed.Failure);
                if (next.Kind != NextAttemptKind.Retry)
                {
                    return await Give(next, task, failed.Failure);
                }

                await context.CreateTimer(TimeSpan.FromMilliseconds(next.DelayMs));
                directive = directive with { Attempt = next.Attempt };
            }
        }
    }

    // A node that ran the attempt under an earlier epoch and kept its place answers with the stored report. The attempt
    // counts under the epoch for which it was asked for.
    private Task<bool> Record(TaskReport report) => context.CallActivity<bool>(
        ControlActivities.RecordTask, report with { Epoch = turn.Epoch }, WorkflowLimits.Control);

    private Task<NextAttempt> RecordFailure(TaskTurn task, TaskDirective directive, TaskFailure failure) =>
        context.CallActivity<NextAttempt>(
            ControlActivities.RecordFailure,
            new AttemptFailed(
                turn.Job, turn.Epoch, task.Task, directive.Attempt, task.Node, failure.ErrorType, failure.Message),
            WorkflowLimits.Control);

    private async Task<TurnEnd> Give(NextAttempt next, TaskTurn task, TaskFailure failure)
    {
        if (next.Kind == NextAttemptKind.GiveUp)
        {
            await context.CallActivity(
                ControlActivities.FailJob,
                new JobFailure(turn.Job, failure.ErrorType, $"Task {task.Task} on {task.Node}: {failure.Message}"),
                WorkflowLimits.Control);
            return TurnEnd.Over;
        }

        return await Pause();
    }

    private async Task<TurnEnd> Pause()
    {
        await context.CreateTimer(WorkflowLimits.StalePause);
        return TurnEnd.Reload;
    }

    private static TaskInput Input(TaskTurn task, TaskOutput output) =>
        new(task.Task, output.Artifact, output.Bytes, task.Address, 0);
}
