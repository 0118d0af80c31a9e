using System.Globalization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Baselines;

/// <summary>Writes what a baseline decided as a proposal. A plan that came out as it was is the same object, epoch
/// included.</summary>
internal sealed class BaselineWriter(NetworkSnapshot snapshot, Ledger ledger)
{
    private readonly IndexedNetwork _network = ledger.Network;

    /// <summary>Writes.</summary>
    /// <param name="policy">The policy's name.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="running">The jobs placed, by id.</param>
    /// <param name="refused">Those that wait, by id, and why.</param>
    public Proposal Write(
        string policy, ulong seed, IReadOnlyList<BaselineJob> running,
        IReadOnlyList<(BaselineJob Job, Refusal Why)> refused)
    {
        var (plans, changed, reports) = (new List<JobPlan>(), new List<JobId>(), new List<JobReport>());
        foreach (var job in running)
        {
            var plan = Plan(job);
            if (job.Current is { } current && IsSame(plan, current.Plan))
            {
                plans.Add(current.Plan);
                continue;
            }

            plans.Add(plan);
            changed.Add(plan.Job);
            reports.Add(Report(job, plan));
        }

        var waiting = refused.Select(r => new WaitingJob(r.Job.Job.Id, r.Why.Pointer, r.Why.Reason)).ToList();
        reports.AddRange(waiting.Zip(refused).Select(
            w => new JobReport(w.First.Job, $"waits: {w.First.Reason}", w.First.Pointer, AtZero(w.Second.Job))));
        var streams = running.Concat(refused.Select(r => r.Job)).Where(j => j.Job.IsStream).OrderBy(j => j.Job.Id)
            .ToList();
        var objective = ObjectiveValue.Of(
            snapshot.Options.Objective, [.. streams.Select(j => j.Job)], [.. streams.Select(j => j.Rate)]);
        return new Proposal(snapshot.Revision, plans, changed, waiting, new PlanReport(
            policy, seed, objective, null, ledger.Work, [.. reports.OrderBy(r => r.Job)]));
    }

    /// <summary>The nodes of a job that is admitted at rate 0 (A13); nothing of any other that waits.</summary>
    private TaskReport[] AtZero(BaselineJob job) => !job.IsAtZero ? []
        : [.. job.Job.Tasks.Select((task, i) => new TaskReport(task.Id, _network.Nodes[job.Node[i]].Id, []))];

    private JobPlan Plan(BaselineJob job)
    {
        var flows = job.Job.Flows;
        var before = job.Current?.Plan.Placements.GroupBy(p => p.Task).ToDictionary(g => g.Key, g => g.First().Variant);
        return new JobPlan(
            job.Job.Id, snapshot.Revision + 1,
            [.. job.Job.Tasks.Select((task, i) => new Domain.Plans.Placement(
                task.Id, _network.Nodes[job.Node[i]].Id, before?.GetValueOrDefault(task.Id) ?? "full"))],
            [.. flows.Select((flow, f) => new Route(
                flow.Id, [.. job.Routes[f]!.Nodes.Select(u => _network.Nodes[u].Id)],
                [.. job.Routes[f]!.Links.Select(l => _network.Links[l].Id)]))],
            [.. job.Crossing.Select(f => new Allocation(flows[f].Id, new BitsPerSecond((long)job.Bandwidth[f])))],
            new FrameRate(job.Rate), new Milliseconds(BaselineRates.Seconds(_network, job) * 1000));
    }

    private JobReport Report(BaselineJob job, JobPlan plan)
    {
        var where = job.Node.Distinct().Order().Select(u => _network.Nodes[u].Id.Value);
        var reason = string.Create(CultureInfo.InvariantCulture,
            $"{(job.Ran ? "its share changed with the other jobs" : "new or waiting")}; on "
            + $"{string.Join(", ", where)}; rate {plan.Rate.Value:0.###} frames/s");
        return new JobReport(plan.Job, reason, Bottleneck(job), []);
    }

    private string Bottleneck(BaselineJob job)
    {
        var narrow = job.Crossing.Where(f => job.Job.Flows[f].Bits > 0).Cast<int?>()
            .MinBy(f => job.Bandwidth[f!.Value] / job.Job.Flows[f.Value].Bits);
        return narrow is { } f && job.NetworkRate() <= job.Rate ? $"flow {job.Job.Flows[f].Id}"
            : job.Rate >= job.Job.WishedRate ? "wished rate" : "computation";
    }

    private static bool IsSame(JobPlan plan, JobPlan current) =>
        plan.Rate.Value.Equals(current.Rate.Value) && plan.Span.Value.Equals(current.Span.Value)
        && plan.Placements.SequenceEqual(current.Placements) && plan.Allocations.SequenceEqual(current.Allocations)
        && plan.Routes.Count == current.Routes.Count
        && plan.Routes.Zip(current.Routes).All(r => r.First.Flow == r.Second.Flow
            && r.First.Nodes.SequenceEqual(r.Second.Nodes) && r.First.Links.SequenceEqual(r.Second.Links));
}
