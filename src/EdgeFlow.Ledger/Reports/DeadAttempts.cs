using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Plans;
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

    /// <summary>The death that an event tells of; null for any other event.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<NodeDeath?> Death(RecordedEvent entry, CancellationToken cancellationToken)
    {
        if (entry.Data is not (NodeLost or NodeRegistered) || entry.Version == 1)
        {
            return null;
        }

        var (node, since) = await Before(entry, cancellationToken).ConfigureAwait(false);
        return entry.Data switch
        {
            NodeLost lost => new NodeDeath(lost.Node, lost.Incarnation, since, lost.LastHeardAt, entry.Sequence),

            // A process that took the name of one that was not given up yet.
            NodeRegistered registered when node is { Status: NodeStatus.Ready or NodeStatus.Draining }
                && node.Incarnation != registered.Incarnation =>
                new NodeDeath(registered.Node, node.Incarnation, since, registered.OccurredAt, entry.Sequence),
            _ => null,
        };
    }

    /// <summary>The attempts at a job's tasks that died with a node's process.</summary>
    /// <param name="plan">The job's plan in force then.</param>
    /// <param name="death">The death of the node's process: what came after it is not looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DeadAttempt>> Of(
        CountedPlan plan, NodeDeath death, CancellationToken cancellationToken)
    {
        var node = death.Node;
        var attempts = await Attempts(plan.Job, death.Sequence, cancellationToken).ConfigureAwait(false);
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
            .Select(task => attempts.Died(task, since[task.Id], death)).OfType<DeadAttempt>()];
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

    // The node before an event of it, and since when its process had the name.
    private async Task<(NodeState? Node, DateTimeOffset Since)> Before(
        RecordedEvent told, CancellationToken cancellationToken)
    {
        var (node, since) = ((NodeState?)null, DateTimeOffset.MinValue);
        var stream = store.ReadStream(told.StreamId, 1, cancellationToken).ConfigureAwait(false);
        await foreach (var entry in stream)
        {
            if (entry.Version >= told.Version)
            {
                break;
            }

            if (entry.Data is NodeRegistered registered && registered.Incarnation != node?.Incarnation)
            {
                since = registered.OccurredAt;
            }

            node = NodeDecider.Evolve(node, entry.Data);
        }

        return (node, since);
    }
}
