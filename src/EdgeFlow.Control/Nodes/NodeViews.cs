using EdgeFlow.Control.Commands;
using EdgeFlow.Control.ReadModels;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.Protocol.Nodes;
using Npgsql;

namespace EdgeFlow.Control.Nodes;

/// <summary>What nodes are there, and what do they do? Thread safe.</summary>
public sealed class NodeViews(
    NpgsqlDataSource database, ControlCommands commands, LeaseTable leases, TelemetryBoard telemetry)
{
    private const string SelectPage =
        "select node, version from nodes where present and node > $1 order by node limit $2";

    /// <summary>Nodes that have not left, after a name, by name.</summary>
    public async Task<IReadOnlyList<NodeView>> Page(string? after, int limit, CancellationToken cancellationToken)
    {
        var views = new List<NodeView>();
        var ids = await PresentIds.Read(database, SelectPage, cancellationToken, after ?? "", limit)
            .ConfigureAwait(false);
        foreach (var (id, version) in ids)
        {
            var node = await commands.Nodes.Load(id, version, cancellationToken).ConfigureAwait(false);
            if (node.State is { } state)
            {
                views.Add(Heard(state, node.Version));
            }
        }

        return views;
    }

    /// <summary>One node; null when there never was one of this name.</summary>
    public async Task<NodeView?> Find(string node, CancellationToken cancellationToken)
    {
        var found = await commands.Nodes.Load(node, null, cancellationToken).ConfigureAwait(false);
        return found.State is { } state ? Heard(state, found.Version) : null;
    }

    /// <summary>A node on the wire. Pure.</summary>
    /// <param name="node">The node.</param>
    /// <param name="version">Its stream's version.</param>
    /// <param name="heardMsAgo">Time since its last heartbeat; null when it is not known.</param>
    /// <param name="stages">What its stages do, from that heartbeat.</param>
    public static NodeView View(
        NodeState node, long version, double? heardMsAgo, IReadOnlyList<StageCounters> stages) => new(
        node.Node.Value, node.Status.ToString().ToLowerInvariant(), Reason(node), node.Address, node.Incarnation,
        node.Capacity.Speed.Value, node.Capacity.Memory.Value, node.Capacity.Kind, node.Capacity.Zone,
        node.Capacity.Labels, node.Capacity.Taints, heardMsAgo, stages, version, node.Capacity.Accelerators,
        node.Capacity.PricePerHour, node.Capacity.Energy?.IdleWatts, node.Capacity.Energy?.BusyWatts);

    private NodeView Heard(NodeState node, long version) =>
        View(node, version, leases.HeardMsAgo(node.Node.Value), telemetry.Of(node.Node.Value));

    private static string? Reason(NodeState node) => node.Status switch
    {
        NodeStatus.Lost => node.Reason,
        NodeStatus.Draining => node.DrainReason,
        _ => null,
    };
}
