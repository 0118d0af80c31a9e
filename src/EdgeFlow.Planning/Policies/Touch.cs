using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// Finds the running jobs that must be embedded anew although their nodes and links are all there: those whose memory,
/// granted bandwidth or required rate the network does not hold any more. Of several that could make room, the lowest
/// priority goes first, among equals the latest id; no more than needed.
/// </summary>
internal sealed class Touch(Board board, IReadOnlyDictionary<string, RunningJob> current)
{
    private const double Tolerance = 1e-9;

    /// <summary>Takes the touched jobs off the board.</summary>
    /// <returns>Each with the reason, in words.</returns>
    public List<(PlacedJob Job, string Reason)> Run()
    {
        var touched = new List<(PlacedJob, string)>();
        for (var u = 0; u < board.Network.NodeCount; u++)
        {
            while (board.FreeMemory[u] < 0 && Victim(j => HoldsMemory(j, u)) is { } victim)
            {
                Take(victim, $"the memory of node {board.Network.Nodes[u].Id} does not hold its jobs any more");
            }
        }

        foreach (var (victim, resource) in Overloads())
        {
            Take(victim, $"{board.Network.Describe(resource)} does not hold what was granted on it any more");
        }

        while (!board.Shares.Fit && Victim(IsUnserved(board.Shares)) is { } victim)
        {
            Take(victim, "the network cannot give all jobs there what they require any more");
        }

        return touched;

        void Take(PlacedJob job, string reason)
        {
            board.Remove(job);
            touched.Add((job, reason));
        }
    }

    private PlacedJob? Victim(Func<PlacedJob, bool> eligible) => board.Jobs.Where(eligible)
        .OrderBy(j => j.Job.Source.Demand.Priority).ThenByDescending(j => j.Job.Id).FirstOrDefault();

    private bool HoldsMemory(PlacedJob job, int node)
    {
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            if (job.Embedding.Node[i] == node && !job.Job.Done[i] && job.Job.Tasks[i].Memory.Value > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Jobs to take so that what the plans in force grant fits the capacities of now.</summary>
    private List<(PlacedJob Job, int Resource)> Overloads()
    {
        var capacity = board.Network.Capacity;
        var total = new double[capacity.Length];
        foreach (var job in board.Jobs)
        {
            GrantsOf(job).AddTo(total, +1);
        }

        var taken = new List<(PlacedJob, int)>();
        for (var r = 0; r < total.Length; r++)
        {
            if (total[r] <= capacity[r] * (1 + Tolerance))
            {
                continue;
            }

            var users = board.Jobs.Where(j => GrantsOf(j).Holds(r) && !taken.Exists(t => t.Item1 == j))
                .OrderBy(j => j.Job.Source.Demand.Priority).ThenByDescending(j => j.Job.Id).ToList();
            foreach (var job in users.TakeWhile(_ => total[r] > capacity[r] * (1 + Tolerance)))
            {
                taken.Add((job, r));
                GrantsOf(job).AddTo(total, -1);
            }
        }

        return taken;

        Grants GrantsOf(PlacedJob job) => current[job.Job.Id.Value].Grants;
    }

    private Func<PlacedJob, bool> IsUnserved(Shares shares)
    {
        var jobs = board.Jobs.ToArray();
        var floors = new double[shares.Capacity.Length];
        foreach (var demand in jobs.Select(j => j.Demand).OfType<FillDemand>())
        {
            ForEachFloor(demand, (r, held) => floors[r] += held);
        }

        return job =>
        {
            var at = Array.IndexOf(jobs, job);
            if (job.Demand is not { } demand)
            {
                return job.Embedding.Routes.Zip(shares.BatchBandwidth[at])
                    .Any(p => p.First is { Links.Length: > 0 } && p.Second == 0);
            }

            var over = !job.MeetsLatency || (shares.Rates[at] <= 0 && demand.Cap > 0) || demand.Cap < demand.Floor;
            ForEachFloor(demand, (r, held) => over |= held > 0 && floors[r] > shares.Capacity[r]);
            return over;
        };

        void ForEachFloor(FillDemand demand, Action<int, double> see)
        {
            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var floor = demand.Resources[k] < board.Network.NodeCount ? demand.Floor
                    : Math.Max(demand.Floor, demand.LinkFloor);
                see(demand.Resources[k], floor * demand.Amounts[k]);
            }
        }
    }
}
