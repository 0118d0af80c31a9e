using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;

namespace EdgeFlow.Control.Runs;

/// <summary>Decides what follows a failed attempt at a task of a batch job, as its retry rule says. Thread
/// safe.</summary>
public sealed class FailedAttempts(ControlCommands commands, ApplicationCatalog applications, TimeProvider time)
{
    /// <summary>Error type of a node that has seen a newer epoch of the job.</summary>
    public const string StaleEpoch = "StaleEpoch";

    /// <summary>Error type of a node that cannot get an input; the message begins with the producing task and a
    /// colon.</summary>
    public const string InputLost = "InputLost";

    /// <summary>Longest wait between two attempts.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>Records the failure and answers what to do.</summary>
    public async Task<NextAttempt> Record(AttemptFailed failed, CancellationToken cancellationToken)
    {
        var errorType = ShortName(failed.ErrorType);
        if (errorType == StaleEpoch)
        {
            return Reload;
        }

        var state = (await commands.Jobs.Load(failed.Job, null, cancellationToken).ConfigureAwait(false)).State;
        if (state is null || state.IsEnded)
        {
            return Reload;
        }

        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var task = application.Tasks.Single(task => task.Id.Value == failed.Task);
        return errorType == InputLost
            ? await Reopen(failed, task, cancellationToken).ConfigureAwait(false)
            : await Count(failed, errorType, task.Retry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last part of an error type: <c>System.IO.IOException</c> is <c>IOException</c>.</summary>
    public static string ShortName(string errorType) => errorType[(errorType.LastIndexOf('.') + 1)..];

    private static NextAttempt Reload { get; } = new(NextAttemptKind.Reload, 0, 0);

    // The producer is done again. Which one it is stands in the message; where it does not, all of them are.
    private async Task<NextAttempt> Reopen(AttemptFailed failed, TaskSpec task, CancellationToken cancellationToken)
    {
        var named = task.Needs
            .Where(need => failed.Reason.StartsWith($"{need.Task}:", StringComparison.Ordinal)).ToList();
        foreach (var need in named.Count > 0 ? named : task.Needs)
        {
            var reopen = new ReopenTask(
                new JobId(failed.Job), need.Task, failed.Epoch, $"task {failed.Task} on {failed.Node}: {failed.Reason}",
                time.GetUtcNow());
            await commands.Jobs.Execute(reopen, By(failed), null, cancellationToken).ConfigureAwait(false);
        }

        return Reload;
    }

    private static EventMetadata By(AttemptFailed failed) =>
        new(null, Causes.Report(failed.Task, failed.Attempt), Actors.Node(failed.Node));

    private async Task<NextAttempt> Count(
        AttemptFailed failed, string errorType, RetrySpec retry, CancellationToken cancellationToken)
    {
        var fail = new FailTask(
            new JobId(failed.Job), new TaskId(failed.Task), failed.Attempt, failed.Epoch, new NodeId(failed.Node),
            errorType, failed.Reason, time.GetUtcNow());
        var outcome = await commands.Jobs.Execute(fail, By(failed), null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is not null || outcome.State is null)
        {
            return Reload;
        }

        var progress = outcome.State.ProgressOf(new TaskId(failed.Task));
        var isRetried = retry.OnErrors.Count == 0 || retry.OnErrors.Contains(errorType)
            || retry.OnErrors.Contains(failed.ErrorType);
        if (!isRetried || progress.Failures >= retry.Attempts)
        {
            return new NextAttempt(NextAttemptKind.GiveUp, 0, 0);
        }

        var delay = retry.FirstDelay.Value * Math.Pow(retry.Backoff, progress.Failures - 1);
        return new NextAttempt(
            NextAttemptKind.Retry, progress.LastAttempt + 1, Math.Min(delay, MaxDelay.TotalMilliseconds));
    }
}
