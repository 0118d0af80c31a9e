using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Admission;

/// <summary>
/// Finds a place for one job at one rate in what a network has left, and writes the plan. A latency bound is met by
/// giving the flows the bandwidth that the bound needs at the place found, and searching again with it. Takes nothing.
/// </summary>
internal sealed class RequestPlacer
{
    /// <summary>Most searches for one job with a latency bound.</summary>
    public const int MostLatencyRounds = 4;

    private readonly Residuals _left;
    private readonly AdmissionLimits _limits;
    private readonly ResourcePrices _prices;
    private readonly FeasiblePaths _paths;

    public RequestPlacer(Residuals left, AdmissionLimits limits)
    {
        (_left, _limits) = (left, limits);
        _prices = new ResourcePrices(left);
        _paths = new FeasiblePaths(left, _prices);
    }

    /// <summary>Finds a place.</summary>
    /// <param name="job">The job.</param>
    /// <param name="rate">The rate, in frames a second.</param>
    /// <param name="epoch">Epoch of its plan.</param>
    /// <param name="seed">Seed of the search.</param>
    /// <returns>The job with its plan, or why it has no place; and the counted work.</returns>
    public (HeldJob? Held, Refusal? Refusal, long Work) Place(IndexedJob job, double rate, int epoch, ulong seed)
    {
        if (job.Defect is { } defect)
        {
            return (null, new Refusal("/spec/tasks", defect), 0);
        }

        if (job.Tasks.Length == 0 || !job.IsStream)
        {
            return (null, job.IsStream ? new Refusal("/spec/tasks", "it has no tasks")
                : new Refusal("/spec/mode", "admission at a fixed rate is for stream jobs"), 0);
        }

        var (groups, refusal) = Grouping.Build(_left.Network, job, _left.Memory);
        if (groups is null)
        {
            return (null, refusal, 0);
        }

        _prices.Set();
        var (held, work) = Search(job, groups, rate, epoch, seed);
        if (held is null)
        {
            return (null, WhyNot(job, rate), work);
        }

        var (cap, binding) = Spending.RateCap(_left.Network, job, held.Embedding);
        return rate <= cap ? (held, null, work) : (null, new Refusal(
            $"/spec/budget/{binding}", FormattableString.Invariant(
                $"where {rate} frames/s have a place they cost more than the budget, which allows {cap:0.###}")), work);
    }

    /// <summary>Whether a job is worth its place, see <see cref="OpportunityCost"/>. Uses the prices of the last
    /// search.</summary>
    public bool IsWorth(HeldJob held, double stretch, double beta) =>
        OpportunityCost.IsWorth(held, _prices, stretch, beta);

    private (HeldJob? Held, long Work) Search(IndexedJob job, Grouping groups, double rate, int epoch, ulong seed)
    {
        var (flowRate, work) = (rate, 0L);
        for (var round = 0; round < MostLatencyRounds; round++)
        {
            var demand = new FixedDemand(_left.Network, job, groups, rate, flowRate);
            var search = new RequestSearch(_left, demand, _prices, _paths, _limits, seed);
            var embedding = search.Run();
            work += search.Work;
            if (embedding is null)
            {
                break;
            }

            var bandwidth = demand.Bandwidth
                .Select((b, f) => embedding.Routes[f] is { Links.Length: > 0 } ? b : 0).ToArray();
            var held = Write(job, embedding, rate, bandwidth, epoch);
            if (job.Source.Demand.LatencyBound is not { } bound || held.Plan.Span.Value <= bound.Value)
            {
                return (held, work);
            }

            var needed = Latency.LinkFloor(_left.Network, job, embedding) ?? 0;
            if (needed <= flowRate)
            {
                break;
            }

            flowRate = needed;
        }

        return (null, work);
    }

    private HeldJob Write(IndexedJob job, Embedding embedding, double rate, long[] bandwidth, int epoch)
    {
        var network = _left.Network;
        NodeId Node(int u) => network.Nodes[u].Id;
        var plan = new JobPlan(
            job.Id, epoch,
            [.. job.Tasks.Select((task, i) => new Domain.Plans.Placement(task.Id, Node(embedding.Node[i])))],
            [.. embedding.Routes.Select((route, f) => new Route(
                job.Flows[f].Id, [.. route!.Nodes.Select(Node)], [.. route.Links.Select(l => network.Links[l].Id)]))],
            [.. Enumerable.Range(0, bandwidth.Length).Where(f => bandwidth[f] > 0)
                .Select(f => new Allocation(job.Flows[f].Id, new BitsPerSecond(bandwidth[f])))],
            new FrameRate(rate), new Milliseconds(0));
        var held = new HeldJob(job, embedding, bandwidth, plan);
        return held with { Plan = plan with { Span = new Milliseconds(held.Seconds(network) * 1000) } };
    }

    private static Refusal WhyNot(IndexedJob job, double rate) => job.Source.Demand.LatencyBound is { } bound
        ? new Refusal("/spec/latency", FormattableString.Invariant(
            $"no place was found that gives {rate} frames/s within {bound.Value} ms beside the jobs in force"))
        : new Refusal("/spec/rate/required", FormattableString.Invariant(
            $"no place was found that gives {rate} frames/s beside the jobs in force"));
}
