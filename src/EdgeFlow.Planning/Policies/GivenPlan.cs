using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Policies;

/// <summary>Writes a plan that somebody else has found: where every job is, and how fast streams are.
/// Stateless.</summary>
internal static class GivenPlan
{
    /// <summary>Writes it; plans in force do not count.</summary>
    /// <param name="snapshot">The input; its jobs are all streams, or all batch.</param>
    /// <param name="network">Its network.</param>
    /// <param name="placed">The jobs placed, by id.</param>
    /// <param name="rates">Their rates, which are brought down to what fits; null for the fair ones, and for
    /// batch jobs.</param>
    /// <param name="waiting">The others.</param>
    /// <param name="policy">The policy's name, for the report.</param>
    /// <param name="seed">The seed, for the report.</param>
    /// <returns>The proposal; null when the placements do not serve every job placed.</returns>
    public static Proposal? Write(
        NetworkSnapshot snapshot, IndexedNetwork network, IReadOnlyList<PlacedJob> placed, double[]? rates,
        IReadOnlyList<(IndexedJob Job, Refusal Why)> waiting, string policy, ulong seed)
    {
        var board = new Board(network);
        var touched = new SortedDictionary<string, Touched>(StringComparer.Ordinal);
        foreach (var job in placed)
        {
            board.Add(job);
            touched.Add(job.Job.Id.Value, new Touched(job.Job, null, "new or waiting")
            {
                Result = new EmbedResult(job.Embedding, null, [], 0),
            });
        }

        foreach (var (job, why) in waiting)
        {
            touched.Add(job.Id.Value, new Touched(job, null, "new or waiting")
            {
                Result = new EmbedResult(null, why, [], 0),
            });
        }

        if (!board.Shares.Fit)
        {
            return null;
        }

        if (rates is not null)
        {
            board.Recall(Granted(board.Shares, placed, rates, network.NodeCount));
        }

        var memory = new PlanMemory();
        memory.Begin(snapshot);
        foreach (var job in snapshot.Jobs)
        {
            memory.Job(job);
        }

        IndexedJob[] jobs = [.. placed.Select(p => p.Job).Concat(waiting.Select(w => w.Job)).OrderBy(j => j.Id)];
        return new ProposalWriter(snapshot, board, [], touched, memory).Write(jobs, policy, seed, 0);
    }

    private static Shares Granted(Shares shares, IReadOnlyList<PlacedJob> placed, double[] rates, int firstLink)
    {
        FillDemand[] demands = [.. placed.Select(p => p.Demand!)];
        var fitted = RateAllocation.Fitted(
            shares.Capacity, demands, Array.ConvertAll(demands, d => d.Floor), rates, firstLink);
        var filled = new WaterFilling().Fill(
            shares.Capacity, [.. demands.Select((d, k) => d with { Floor = fitted[k] })], firstLink);
        return shares.Granting([.. Enumerable.Range(0, demands.Length)], filled);
    }
}
