using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Plans;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;

namespace EdgeFlow.Ledger.Reports;

/// <summary>Which attempts at batch tasks died with a node? Told from the history alone. Thread safe.</summary>
internal sealed class DeadAttempts(
    PostgresEventStore store, ApplicationCatalog applications, AdoptedJobPlans plans)
{
    /// <summary>Most epochs that an attempt is followed back through.</summary>
    public const int MaxEpochs = 100;

    /// <summary>The process of a node that an event tells the death of, and when it can have computed last; null for
    /// any other event.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(NodeId Node, string Process, DateTimeOffset Until)?> Death(
        RecordedEvent entry, CancellationToken cancellationToken)
    {
        switch (entry.Data)
        {
            case NodeLost lost:
                return (lost.Node, lost.Incarnation, lost.LastHeardAt);
            case NodeRegistered registered when entry.Version > 1:
                var before = await NodeBefore(entry, cancellationToken).ConfigureAwait(false);
                return before is { Status: NodeStatus.Ready or NodeStatus.Draining }
                    && before.Incarnation != registered.Incarnation
                    ? (registered.Node, before.Incarnation, registered.OccurredAt)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The attempts at a job's tasks that were under way on a node.</summary>
    /// <param name="plan">The job's plan in force then.</param>
    /// <param name="node">The node.</param>
    /// <param name="until">When it can have computed last.</param>
    /// <param name="sequence">The event that tells of its death: what came later is not looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DeadAttempt>> Of(
        CountedPlan plan, NodeId node, DateTimeOffset until, long sequence, CancellationToken cancellationToken)
    {
        var attempts = await Attempts(plan.Job, sequence, cancellationToken).ConfigureAwait(false);
        if (attempts.State is not { } job)
        {
            return [];
        }

        var spec = await applications.Of(job, cancellationToken).ConfigureAwait(false);
        var open = plan.Costs.Tasks.Where(task => task.Node == node).Select(task => task.Task).ToHashSet();
        var since = open.ToDictionary(task => task, _ => new List<int>());
        foreach (var epoch in attempts.Epochs.Take(MaxEpochs).TakeWhile(_ => open.Count > 0))
        {
            var adopted = await plans.Find(job.Job, epoch, cancellationToken).ConfigureAwait(false);
            open.IntersectWith((adopted?.Placements ?? []).Where(placed => placed.Node == node)
                .Select(placed => placed.Task));
            foreach (var task in open)
            {
                since[task].Add(epoch);
            }
        }

        return [.. spec.Tasks.Where(task => since.ContainsKey(task.Id))
            .Select(task => attempts.UnderWay(task, since[task.Id], until)).OfType<DeadAttempt>()];
    }

    private async Task<JobAttempts> Attempts(string job, long sequence, CancellationToken cancellationToken)
    {
        var attempts = new JobAttempts();
        var stream = store.ReadStream(Aggregates.Job.StreamOf(job), 1, cancellationToken).ConfigureAwait(false);
        await foreach (var entry in stream)
        {
            if (entry.Sequence > sequence)
            {
                break;
            }

            attempts.Apply(entry.Data);
        }

        return attempts;
    }

    private async Task<NodeState?> NodeBefore(RecordedEvent registered, CancellationToken cancellationToken)
    {
        NodeState? node = null;
        var stream = store.ReadStream(registered.StreamId, 1, cancellationToken).ConfigureAwait(false);
        await foreach (var entry in stream)
        {
            if (entry.Version >= registered.Version)
            {
                break;
            }

            node = NodeDecider.Evolve(node, entry.Data);
        }

        return node;
    }
}
