using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Scheduling.Batch;

namespace EdgeFlow.Planning.Policies;

/// <summary>
/// Turns embeddings into plans of jobs, changing as few as possible. A job that did not move keeps its rate while its
/// fair rate is not below it (then others need the room) and neither <see cref="WorthTelling"/> times as high nor at
/// its wished rate (then it deserves a new directive). Since fair rates depend on placements and routes alone and rates
/// kept are never above them, the result always fits, and planning again changes nothing.
/// </summary>
internal sealed class PlanWriter(Board board, int epoch)
{
    /// <summary>Factor by which a fair rate must exceed the rate in force before senders are told.</summary>
    public const double WorthTelling = 1.25;

    private readonly IndexedNetwork _network = board.Network;

    /// <summary>Writes one job's plan; equal to the one in force, epoch included, when nothing changes.</summary>
    /// <param name="position">The job's position on the board.</param>
    /// <param name="running">Its plan in force, or null.</param>
    public JobPlan Write(int position, RunningJob? running)
    {
        var (job, current) = (board.Jobs[position], running?.Current);
        var stays = current?.Embedding is { } old
            && (ReferenceEquals(old, job.Embedding) || old.SameAs(job.Embedding));
        var kept = stays ? current : null;
        var rate = job.Job.IsStream ? Rate(position, job, kept?.Plan) : 0;
        var isSameRate = kept is not null && kept.Plan.Rate.Value.Equals(rate);
        if (isSameRate && job.Job.IsStream && running!.IsGrantedExactly)
        {
            return kept!.Plan;
        }

        var bandwidth = Bandwidth(position, job, rate, kept?.Plan);
        if (isSameRate && !job.Job.IsStream && job.Grants(kept!.Plan, bandwidth))
        {
            return kept.Plan;
        }

        return new JobPlan(
            job.Job.Id, epoch, Placements(job, current?.Plan), Routes(job), Allocations(job, bandwidth),
            new FrameRate(rate), new Milliseconds(Span(job, bandwidth) * 1000));
    }

    /// <summary>
    /// When a batch job ends, in seconds from now, under a plan of it. A plan that stays in force says when it would
    /// have ended when it was written; others have come and gone since.
    /// </summary>
    /// <param name="position">The job's position on the board.</param>
    /// <param name="plan">Its plan.</param>
    public double EndsAfter(int position, JobPlan plan)
    {
        var granted = plan.Allocations.GroupBy(a => a.Flow).ToDictionary(g => g.Key, g => g.First().Bandwidth.Value);
        var job = board.Jobs[position];
        return Span(job, [.. job.Job.Flows.Select(f => granted.GetValueOrDefault(f.Id))]);
    }

    private double Rate(int position, PlacedJob job, JobPlan? kept)
    {
        var fair = board.Shares.Rates[position];
        if (kept is null)
        {
            return fair;
        }

        var now = kept.Rate.Value;
        var reachesWish = now < fair && board.Shares.Bottleneck[position] < 0;
        var isWorthTelling = fair >= now * board.WorthTelling || reachesWish || now < job.Job.RequiredRate;
        return now > 0 && now <= fair && !isWorthTelling ? now : fair;
    }

    private long[] Bandwidth(int position, PlacedJob job, double rate, JobPlan? kept)
    {
        if (job.Job.IsStream)
        {
            return job.Bandwidths(rate);
        }

        var fair = board.Shares.BatchBandwidth[position];
        if (kept is null)
        {
            return fair;
        }

        var granted = kept.Allocations.GroupBy(a => a.Flow).ToDictionary(g => g.Key, g => g.First().Bandwidth.Value);
        var now = job.Job.Flows.Select(f => granted.GetValueOrDefault(f.Id)).ToArray();
        var keeps = now.Zip(fair).All(p => p.First <= p.Second && p.Second <= p.First * WorthTelling);
        return keeps ? now : fair;
    }

    private Domain.Plans.Placement[] Placements(PlacedJob job, JobPlan? before)
    {
        var variants = before?.Placements.GroupBy(p => p.Task).ToDictionary(g => g.Key, g => g.First().Variant) ?? [];
        return
        [
            .. job.Job.Tasks.Select((task, i) =>
            {
                var node = job.Embedding.Node[i] >= 0 ? _network.Nodes[job.Embedding.Node[i]].Id
                    : job.Job.Source.Done[task.Id];
                return new Domain.Plans.Placement(task.Id, node, variants.GetValueOrDefault(task.Id, "full"));
            }),
        ];
    }

    private Route[] Routes(PlacedJob job) =>
    [
        .. job.Embedding.Routes.Zip(job.Job.Flows).Where(p => p.First is not null).Select(p => new Route(
            p.Second.Id, [.. p.First!.Nodes.Select(u => _network.Nodes[u].Id)],
            [.. p.First.Links.Select(l => _network.Links[l].Id)])),
    ];

    private static Allocation[] Allocations(PlacedJob job, long[] bandwidth) =>
    [
        .. Enumerable.Range(0, bandwidth.Length).Where(f => job.Embedding.Routes[f] is { Links.Length: > 0 })
            .Select(f => new Allocation(job.Job.Flows[f].Id, new BitsPerSecond(bandwidth[f]))),
    ];

    private double Span(PlacedJob job, long[] bandwidth)
    {
        if (job.Job.IsStream)
        {
            return Latency.Seconds(
                _network, job.Job, job.Embedding, f => bandwidth[f] > 0 ? job.Job.Flows[f].Bits / bandwidth[f] : 0);
        }

        var backlog = (double[])board.BatchSeconds.Clone();
        for (var i = 0; i < job.Job.Tasks.Length; i++)
        {
            if (!job.Job.Done[i])
            {
                backlog[job.Embedding.Node[i]] -= job.Job.Seconds(i, _network.Nodes[job.Embedding.Node[i]]);
            }
        }

        return BatchTimes.Makespan(
            _network, job, board.Shares, bandwidth, Array.ConvertAll(backlog, s => Math.Max(0, s)));
    }
}
