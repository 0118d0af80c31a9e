using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Notifications;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Control.Settings;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Subscriptions;

namespace EdgeFlow.Control.Deciding;

/// <summary>
/// What only one control plane on a database does: watch nodes, plan, tell workflows, tidy up. Runs while this process
/// holds the leader's lease, and starts over when any part of it fails.
/// </summary>
public sealed class Decider(
    PostgresEventStore store, Leader leader, StartNote start, FailureDetector detector, Replanner replanner,
    PlanImprover improver, WorkflowNotices notices, CompletionNotices completions, Janitor janitor)
{
    /// <summary>Checkpoint of what workflows were told.</summary>
    public const string NoticesCheckpoint = "control-notices";

    /// <summary>Decides until told to stop.</summary>
    public Task Run(CancellationToken stop) => leader.Run(Decide, stop);

    private async Task Decide(CancellationToken stop)
    {
        await start.Write(stop).ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var subscription = store.Subscribe(
            new SubscriptionOptions { Name = NoticesCheckpoint },
            async (batch, token) => await notices.Deliver(batch, token).ConfigureAwait(false));
        Task[] parts =
        [
            subscription.Completion, replanner.Run(end.Token), detector.Run(end.Token), Observe(end.Token),
            completions.Run(end.Token), janitor.Run(end.Token), improver.Run(end.Token),
        ];
        await Task.WhenAny(parts).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await subscription.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(false);
    }

    private async Task Observe(CancellationToken stop)
    {
        await using var select = store.DataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        var last = (long)(await select.ExecuteScalarAsync(stop).ConfigureAwait(false))!;
        await foreach (var batch in store.Follow(last, cancellationToken: stop).ConfigureAwait(false))
        {
            foreach (var entry in batch)
            {
                detector.Observe(entry);
            }
        }
    }
}
