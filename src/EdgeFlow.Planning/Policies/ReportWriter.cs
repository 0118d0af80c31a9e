using System.Globalization;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Placement;

namespace EdgeFlow.Planning.Policies;

/// <summary>Says in words what was decided for each job that was touched or changed. Numbers are invariant.</summary>
internal sealed class ReportWriter(Board board)
{
    private readonly SortedDictionary<string, JobReport> _reports = new(StringComparer.Ordinal);
    private Fills? _fills;

    /// <summary>The reports, by job id.</summary>
    public IReadOnlyList<JobReport> Reports => [.. _reports.Values];

    /// <summary>Reports a placed job, unless nothing happened to it.</summary>
    public void Add(int position, JobPlan plan, JobPlan? before, Touched? touched)
    {
        if (touched is null && ReferenceEquals(plan, before))
        {
            return;
        }

        var placed = board.Jobs[position];
        var reason = new List<string> { touched?.Reason ?? "its share changed with the other jobs" };
        reason.Add(touched is null || ReferenceEquals(plan, before) ? "stays where it is" : Moves(plan, before));
        reason.Add(placed.Job.IsStream
            ? string.Create(CultureInfo.InvariantCulture,
                $"rate {plan.Rate.Value:0.###} frames/s{Was(before)}, a frame takes {plan.Span.Value:0.###} ms")
            : string.Create(CultureInfo.InvariantCulture, $"ends after {plan.Span.Value:0.###} ms"));
        _reports[plan.Job.Value] = new JobReport(
            plan.Job, string.Join("; ", reason), Bottleneck(board, position), touched?.Result?.Tasks ?? [],
            Fills.Flows(placed, plan));
    }

    /// <summary>Reports a job that waits.</summary>
    public void AddWaiting(Touched touched)
    {
        var refusal = touched.Result!.Refusal!;
        _reports[touched.Job.Id.Value] = new JobReport(
            touched.Job.Id, $"{touched.Reason}; waits: {refusal.Reason} ({refusal.Pointer})", refusal.Pointer,
            touched.Result.Tasks);
    }

    /// <summary>How full everything is at the fair rates; added up once, and only when something is
    /// reported.</summary>
    private Fills Fills =>
        _fills ??= new Fills(board.Network, board.Jobs, board.Shares.Rates, board.Shares.BatchBandwidth);

    private static string Moves(JobPlan plan, JobPlan? before)
    {
        var old = before?.Placements.GroupBy(p => p.Task).ToDictionary(g => g.Key, g => g.First().Node) ?? [];
        var moves = plan.Placements.Select(p => !old.TryGetValue(p.Task, out var from) ? $"{p.Task} on {p.Node}"
            : from == p.Node ? null : $"{p.Task} from {from} to {p.Node}").OfType<string>().ToList();
        return moves.Count == 0 ? "keeps its nodes, with new routes" : string.Join(", ", moves);
    }

    private static string Was(JobPlan? before) =>
        before is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (was {before.Rate.Value:0.###})");

    /// <summary>What limits a job's rate, in words.</summary>
    public static string Bottleneck(Board board, int position)
    {
        var job = board.Jobs[position];
        if (!job.Job.IsStream)
        {
            return "makespan";
        }

        var resource = board.Shares.Bottleneck[position];
        return resource >= 0 ? board.Network.Describe(resource)
            : job.Demand!.Cap >= job.Job.WishedRate ? "wished rate"
            : Spending.RateCap(board.Network, job.Job, job.Embedding) is { Binding: { } budget } cap
                && cap.Rate <= job.Demand.Cap ? $"budget {budget}"
            : SlowestTask(board, job);
    }

    private static string SlowestTask(Board board, Bandwidth.PlacedJob job)
    {
        var slowest = Enumerable.Range(0, job.Job.Tasks.Length)
            .MaxBy(i => job.Job.Seconds(i, board.Network.Nodes[job.Embedding.Node[i]]));
        return $"task {job.Job.Tasks[slowest].Id} on node {board.Network.Nodes[job.Embedding.Node[slowest]].Id}";
    }
}
