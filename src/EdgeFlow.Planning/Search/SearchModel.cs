using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// All stream jobs of a board as one flat problem. A <em>piece</em> is a group of tasks of one job that must be on one
/// node; only flows between pieces are listed. Batch jobs stay where they are: what they hold is left out of the
/// capacities, and of a node or link that they use streams have what <see cref="Shares.BatchPart"/> leaves. Immutable,
/// shared by the islands of a search.
/// </summary>
internal sealed class SearchModel
{
    private const double TinyCapacity = 1e-9;

    /// <summary>Flattens a board.</summary>
    /// <param name="board">All jobs placed.</param>
    /// <param name="previous">Nodes of a running job's tasks, -1 where a task cannot stay; null for a new job.</param>
    public SearchModel(Board board, Func<IndexedJob, int[]?> previous)
    {
        Network = board.Network;
        Start = [.. board.Jobs.Where(j => j.Job.IsStream && j.Job.Tasks.Length > 0)];
        Jobs = [.. Start.Select(p => p.Job)];
        Inverse = StreamShare(board);
        FreeMemory = [.. board.FreeMemory];
        GiveMemoryBack();

        // The nodes of a piece are those that could hold it if all streams went away.
        Groups = [.. Jobs.Select(j => Grouping.Build(Network, j, FreeMemory).Groups)];
        FirstPiece = Prefix(Groups.Select(g => g?.Count ?? 0));
        Flows = ListFlows();
        FirstFlow = Prefix(CountFlows());
        Pieces = new SearchPiece[FirstPiece[^1]];
        for (var j = 0; j < Jobs.Length; j++)
        {
            ListPieces(j, previous(Jobs[j]));
        }
    }

    /// <summary>The network.</summary>
    public IndexedNetwork Network { get; }

    /// <summary>The stream jobs where the search starts, by id.</summary>
    public PlacedJob[] Start { get; }

    /// <summary>The stream jobs, by id.</summary>
    public IndexedJob[] Jobs { get; }

    /// <summary>The groups of each job; null where constraints leave none, so that the job cannot be moved.</summary>
    public Grouping?[] Groups { get; }

    /// <summary>Number of each job's first piece; one entry more than jobs.</summary>
    public int[] FirstPiece { get; }

    /// <summary>All pieces, job by job.</summary>
    public SearchPiece[] Pieces { get; }

    /// <summary>All flows between pieces, job by job.</summary>
    public SearchFlow[] Flows { get; }

    /// <summary>Number of each job's first flow; one entry more than jobs.</summary>
    public int[] FirstFlow { get; }

    /// <summary>One over what streams may use of each resource.</summary>
    public double[] Inverse { get; }

    /// <summary>Memory that batch jobs and jobs that cannot be moved leave on each node, in bytes.</summary>
    public long[] FreeMemory { get; }

    /// <summary>Adds what the jobs that cannot be moved use at some rates.</summary>
    /// <param name="fill">Fill of each resource; changed.</param>
    /// <param name="rate">Rate of each job.</param>
    /// <param name="linkRate">Rate for which each job's flows hold bandwidth.</param>
    public void AddFixed(double[] fill, double[] rate, double[] linkRate)
    {
        for (var j = 0; j < Jobs.Length; j++)
        {
            if (Groups[j] is not null || Start[j].Demand is not { } demand)
            {
                continue;
            }

            for (var k = 0; k < demand.Resources.Length; k++)
            {
                var r = demand.Resources[k];
                fill[r] += (r < Network.NodeCount ? rate[j] : linkRate[j]) * demand.Amounts[k] * Inverse[r];
            }
        }
    }

    private int[] CountFlows()
    {
        var counts = new int[Jobs.Length];
        foreach (var flow in Flows)
        {
            counts[flow.Job]++;
        }

        return counts;
    }

    private static int[] Prefix(IEnumerable<int> counts)
    {
        var sums = new List<int> { 0 };
        sums.AddRange(counts);
        for (var k = 1; k < sums.Count; k++)
        {
            sums[k] += sums[k - 1];
        }

        return [.. sums];
    }

    private double[] StreamShare(Board board)
    {
        var network = board.Network;
        var part = new double[network.Capacity.Length];
        Array.Fill(part, 1);
        foreach (var job in board.Jobs.Where(j => !j.Job.IsStream))
        {
            for (var i = 0; i < job.Job.Tasks.Length; i++)
            {
                if (!job.Job.Done[i] && job.Embedding.Node[i] >= 0)
                {
                    part[job.Embedding.Node[i]] = 1 - Shares.BatchPart;
                }
            }

            foreach (var r in job.Embedding.Routes.SelectMany(r => r?.Resources ?? []))
            {
                part[r] = 1 - Shares.BatchPart;
            }
        }

        return [.. part.Select((p, r) => 1 / Math.Max(p * network.Capacity[r], TinyCapacity))];
    }

    private void GiveMemoryBack()
    {
        foreach (var placed in Start)
        {
            for (var i = 0; i < placed.Job.Tasks.Length; i++)
            {
                FreeMemory[placed.Embedding.Node[i]] += placed.Job.Tasks[i].Memory.Value;
            }
        }
    }

    private SearchFlow[] ListFlows()
    {
        var flows = new List<SearchFlow>();
        for (var j = 0; j < Jobs.Length; j++)
        {
            for (var f = 0; Groups[j] is { } groups && f < Jobs[j].Flows.Length; f++)
            {
                var flow = Jobs[j].Flows[f];
                var (a, b) = (groups.Of[flow.From], groups.Of[flow.To]);
                if (a != b)
                {
                    flows.Add(new SearchFlow(j, f, FirstPiece[j] + a, FirstPiece[j] + b, flow.Bits));
                }
            }
        }

        return [.. flows];
    }

    private void ListPieces(int j, int[]? previous)
    {
        if (Groups[j] is not { } groups)
        {
            // Its memory stays taken, since it stays.
            for (var i = 0; i < Jobs[j].Tasks.Length; i++)
            {
                FreeMemory[Start[j].Embedding.Node[i]] -= Jobs[j].Tasks[i].Memory.Value;
            }

            return;
        }

        var work = new Workspace(Network, Jobs[j], groups, FreeMemory);
        for (var g = 0; g < groups.Count; g++)
        {
            var piece = FirstPiece[j] + g;
            var apart = groups.Apart.Where(p => p.A == g || p.B == g)
                .Select(p => FirstPiece[j] + (p.A == g ? p.B : p.A)).ToArray();
            int[] flows =
            [
                .. Enumerable.Range(FirstFlow[j], FirstFlow[j + 1] - FirstFlow[j])
                    .Where(f => Flows[f].From == piece || Flows[f].To == piece)
                    .OrderByDescending(f => Flows[f].Bits).ThenBy(f => f),
            ];
            Pieces[piece] = new SearchPiece(
                j, g, groups.Nodes[g], work.Seconds[g], groups.Memory[g], flows, apart,
                previous?[groups.Members[g][0]] ?? -1, groups.Members[g].Count);
        }
    }
}
