using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Control.Nodes;

/// <summary>
/// Takes heartbeats: renews leases, keeps counters in memory, stores profiles that change decisions, and answers which
/// stages must stop. Thread safe.
/// </summary>
public sealed class HeartbeatDesk(
    ControlCommands commands, LeaseTable leases, TelemetryBoard telemetry, HeartbeatRelay relay, StaleStages stale,
    NodeRegistry registry, Leader leader, TimeProvider time)
{
    private static readonly HeartbeatReply Stranger = new(false, []);

    /// <summary>Takes a heartbeat; its limits were checked at the boundary.</summary>
    public async Task<HeartbeatReply> Take(string node, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        var metadata = new EventMetadata(Actor: Actors.Node(node));

        // First in memory: a database that is away for a moment must not make live nodes look silent.
        var isWatched = leases.Hear(node, heartbeat.Incarnation);

        // A process that was given up returns by this; one that never registered, or was replaced, is told so.
        var hear = new HearNode(new NodeId(node), heartbeat.Incarnation, time.GetUtcNow());
        var outcome = await commands.Nodes.Execute(hear, metadata, null, cancellationToken).ConfigureAwait(false);
        if (outcome.Rejected is not null || outcome.State is not { } state)
        {
            return Stranger;
        }

        if (!isWatched)
        {
            leases.Watch(node, heartbeat.Incarnation);
        }

        if (leases.IsNewest(node, heartbeat.Incarnation, heartbeat.Sequence))
        {
            telemetry.Put(node, heartbeat.Stages);
            if (!leader.IsLeading)
            {
                await relay.Pass(node, heartbeat, cancellationToken).ConfigureAwait(false);
            }
        }

        if (heartbeat.Draining && state.Status == NodeStatus.Ready)
        {
            await registry.Drain(node, "the node was asked to stop", metadata, cancellationToken)
                .ConfigureAwait(false);
        }

        await Keep(state, heartbeat.Profiles, metadata, cancellationToken).ConfigureAwait(false);
        var voided = await stale.Of(node, heartbeat.Stages, cancellationToken).ConfigureAwait(false);
        return new HeartbeatReply(true, voided);
    }

    private async Task Keep(
        NodeState node, IReadOnlyList<Protocol.Nodes.StageProfile> profiles, EventMetadata metadata,
        CancellationToken cancellationToken)
    {
        foreach (var profile in profiles.Where(profile => ProfileChange.Matters(node, profile)))
        {
            var record = new RecordProfile(
                node.Node, profile.StageHash, profile.NodeKind, profile.MedianMs, profile.P95Ms, profile.OutputBytes,
                time.GetUtcNow())
            {
                ModelHash = profile.ModelHash,
            };
            await commands.Nodes.Execute(record, metadata, null, cancellationToken).ConfigureAwait(false);
        }
    }
}
