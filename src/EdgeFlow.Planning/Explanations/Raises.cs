using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Explanations;

/// <summary>
/// Finds what would raise a job's rate: doubles what limits it, everything staying placed as it is, and shares out
/// anew. What does not help is not told.
/// </summary>
internal static class Raises
{
    private const double Worthwhile = 1.001;
    private const string TwiceAsFast = "~x2";

    /// <summary>What would raise the rate of a placed stream job.</summary>
    /// <param name="situation">The plans in force.</param>
    /// <param name="position">The job's position.</param>
    public static IReadOnlyList<RateRaise> Of(Situation situation, int position)
    {
        var board = situation.Board;
        var placed = board.Jobs[position];
        if (placed.Demand is null)
        {
            return [];
        }

        var tries = new List<(string What, NetworkSnapshot Snapshot)>();
        var resource = board.Shares.Bottleneck[position];
        if (resource >= board.Network.NodeCount)
        {
            var link = board.Network.Links[board.Network.LinkOfResource(resource)].Id;
            tries.Add(($"link {link} twice as wide", WithLink(situation.Snapshot, link)));
        }
        else if (resource >= 0)
        {
            tries.Add(Faster(situation.Snapshot, board.Network.Nodes[resource].Id));
        }
        else
        {
            tries.AddRange(OwnLimits(situation.Snapshot, placed.Job.Id, placed.Embedding.Node
                .Where(u => u >= 0).Distinct().Order().Select(u => board.Network.Nodes[u].Id)));
        }

        if (resource >= 0)
        {
            var higher = placed.Job.Source.Demand.Priority + 10;
            tries.Add((
                $"priority {higher}",
                WithDemand(situation.Snapshot, placed.Job.Id, d => d with { Priority = higher })));
        }

        var now = board.Shares.Rates[position];
        return [.. tries.Select(t => new RateRaise(t.What, RateIn(t.Snapshot, placed.Job.Id)))
            .Where(r => r.Rate > now * Worthwhile)];
    }

    private static IEnumerable<(string What, NetworkSnapshot Snapshot)> OwnLimits(
        NetworkSnapshot snapshot, JobId job, IEnumerable<NodeId> nodes)
    {
        yield return ("a higher wished rate", WithDemand(snapshot, job, d => d with { Wished = null }));
        yield return ("twice the budget", WithDemand(snapshot, job, d => d with
        {
            Budget = d.Budget is { } b
                ? b with { PricePerHour = 2 * b.PricePerHour, Watts = 2 * b.Watts }
                : null,
        }));
        foreach (var node in nodes)
        {
            yield return Faster(snapshot, node);
        }
    }

    private static double RateIn(NetworkSnapshot snapshot, JobId job)
    {
        var situation = new Situation(snapshot);
        var position = situation.PositionOf(job);
        return position < 0 ? 0 : situation.Board.Shares.Rates[position];
    }

    private static NetworkSnapshot WithLink(NetworkSnapshot snapshot, LinkId link) => snapshot with
    {
        Links = [.. snapshot.Links.Select(l => l.Id == link
            ? l with { Capacity = new BitsPerSecond(checked(Math.Min(l.Capacity.Value, long.MaxValue / 2) * 2)) }
            : l)],
    };

    private static NetworkSnapshot WithDemand(
        NetworkSnapshot snapshot, JobId job, Func<JobDemand, JobDemand> change) =>
        snapshot with
        {
            Jobs = [.. snapshot.Jobs.Select(j => j.Id == job ? j with { Demand = change(j.Demand) } : j)],
        };

    /// <summary>Measured times hold for a kind of node: the faster one is a kind of its own, with half of
    /// each.</summary>
    private static (string What, NetworkSnapshot Snapshot) Faster(NetworkSnapshot snapshot, NodeId node)
    {
        var kind = snapshot.Nodes.First(n => n.Id == node).Capacity.Kind;
        return ($"node {node} twice as fast", snapshot with
        {
            Nodes = [.. snapshot.Nodes.Select(n => n.Id != node ? n : n with
            {
                Capacity = n.Capacity with
                {
                    Kind = kind + TwiceAsFast, Speed = new WorkRate(2 * n.Capacity.Speed.Value),
                },
            })],
            Jobs = [.. snapshot.Jobs.Select(j => j with { Tasks = [.. j.Tasks.Select(t => Faster(t, kind))] })],
        });
    }

    private static SnapshotTask Faster(SnapshotTask task, string kind) =>
        !task.Measured.TryGetValue(kind, out var time) ? task : task with
        {
            Measured = new Dictionary<string, Milliseconds>(task.Measured)
            {
                [kind + TwiceAsFast] = new(time.Value / 2),
            },
        };
}
