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
                views.Add(View(state, node.Version));
            }
        }

        return views;
    }

    /// <summary>One node; null when there never was one of this name.</summary>
    public async Task<NodeView?> Find(string node, CancellationToken cancellationToken)
    {
        var found = await commands.Nodes.Load(node, null, cancellationToken).ConfigureAwait(false);
        return found.State is { } state ? View(state, found.Version) : null;
    }

    private NodeView View(NodeState node, long version) => new(
        node.Node.Value, node.Status.ToString().ToLowerInvariant(), Reason(node), node.Address, node.Incarnation,
        node.Capacity.Speed.Value, node.Capacity.Memory.Value, node.Capacity.Kind, node.Capacity.Zone,
        node.Capacity.Labels, node.Capacity.Taints, leases.HeardMsAgo(node.Node.Value), telemetry.Of(node.Node.Value),
        version, node.Capacity.Accelerators, node.Capacity.PricePerHour, node.Capacity.Energy?.IdleWatts,
        node.Capacity.Energy?.BusyWatts);

    private static string? Reason(NodeState node) => node.Status switch
    {
        NodeStatus.Lost => node.Reason,
        NodeStatus.Draining => node.DrainReason,
        _ => null,
    };
}
