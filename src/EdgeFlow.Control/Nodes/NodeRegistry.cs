using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Domain.Units;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Nodes;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Nodes;

/// <summary>Takes what nodes and their operators say: registration, drain, good-bye. Thread safe.</summary>
public sealed class NodeRegistry(
    ControlCommands commands, LeaseTable leases, Leader leader, LeaseOptions options, TimeProvider time)
{
    /// <summary>A process says what it is.</summary>
    /// <param name="registration">What it says.</param>
    /// <param name="sidecarAddress">Where it finds the workflow sidecar.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<NodeLease>> Register(
        NodeRegistration registration, string sidecarAddress, EventMetadata metadata,
        CancellationToken cancellationToken)
    {
        var capacity = new NodeCapacity(
            new WorkRate(registration.SpeedGmacPerSecond), new Bytes(registration.MemoryBytes), registration.Kind,
            registration.Zone, registration.Labels, registration.Taints,
            registration.Accelerators is { Count: 0 } ? null : registration.Accelerators, registration.PricePerHour,
            registration.IdleWatts is null && registration.BusyWatts is null
                ? null
                : new EnergyModel(registration.IdleWatts ?? 0, registration.BusyWatts ?? 0));
        var held = await IsHeld(registration.Node, cancellationToken).ConfigureAwait(false);
        var register = new RegisterNode(
            new NodeId(registration.Node), registration.Incarnation, capacity, registration.Address, held,
            time.GetUtcNow());
        var outcome = await commands.Nodes.Execute(register, metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        if (!leases.Hear(registration.Node, registration.Incarnation))
        {
            leases.Watch(registration.Node, registration.Incarnation);
        }

        return new NodeLease(
            (int)options.Lease.TotalMilliseconds, (int)options.Heartbeat.TotalMilliseconds, sidecarAddress);
    }

    /// <summary>An operator, or the node itself, asks that it hands over its stages.</summary>
    public async Task<Refusal?> Drain(
        string node, string reason, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var drain = new DrainNode(new NodeId(node), reason, time.GetUtcNow());
        var outcome = await commands.Nodes.Execute(drain, metadata, null, cancellationToken).ConfigureAwait(false);
        return outcome.Rejected is { } rejected ? Refusal.Of(rejected) : null;
    }

    /// <summary>The node says good-bye, or an operator takes it away.</summary>
    /// <param name="node">The node.</param>
    /// <param name="incarnation">The process that says so; null for an operator, who means whichever there is.</param>
    /// <param name="metadata">Who asks, and in which story.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Refusal?> Leave(
        string node, string? incarnation, EventMetadata metadata, CancellationToken cancellationToken)
    {
        var known = await commands.Nodes.Load(node, null, cancellationToken).ConfigureAwait(false);
        if (known.State is not { } state)
        {
            return Refusal.Of(ProblemKinds.NotFound, $"There is no node '{node}'.");
        }

        var leave = new LeaveNode(state.Node, incarnation ?? state.Incarnation, time.GetUtcNow());
        var outcome = await commands.Nodes.Execute(leave, metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        leases.Forget(node, left: true);
        return null;
    }

    // A control plane that does not decide hears only some heartbeats: it takes a live node's lease as held until the
    // one that decides has given the node up. Where nothing listens at the old address any more the old process is gone
    // either way.
    private async Task<bool> IsHeld(string node, CancellationToken cancellationToken)
    {
        if (leader.IsLeading && !leases.IsHeld(node))
        {
            return false;
        }

        var known = await commands.Nodes.Load(node, null, cancellationToken).ConfigureAwait(false);
        return known.State is { Status: NodeStatus.Ready or NodeStatus.Draining } state
            && !await AddressProbe.IsRefused(state.Address, options.ProbeLimit, time, cancellationToken)
                .ConfigureAwait(false);
    }
}
