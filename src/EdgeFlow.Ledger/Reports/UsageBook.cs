using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Nodes;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Protocol.Nodes;

namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// Counts what is used and what was planned: adopted plans for as long as jobs run under them, reports on tasks of
/// batch jobs, and the counters of hosted stages. Deterministic: all times are given. Owned by one caller.
/// </summary>
internal sealed class UsageBook
{
    /// <summary>How long a plan that is over is kept: counters of its stages come for some seconds more. Jobs may end
    /// fifty a second, and each holds about a kilobyte.</summary>
    public static readonly TimeSpan PlanGrace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, SortedDictionary<int, CountedPlan>> plans = new(StringComparer.Ordinal);
    private readonly UsageMarks marks;
    private readonly LostWork lost;
    private readonly HashSet<(string Job, int Epoch)> changedPlans = [];

    /// <summary>A book as it was stored.</summary>
    public UsageBook(IEnumerable<CountedPlan> plans, IEnumerable<(StageName Stage, StageMark Mark)> marks)
    {
        foreach (var plan in plans)
        {
            Of(plan.Job)[plan.Epoch] = plan;
        }

        this.marks = new UsageMarks(marks);
        lost = new LostWork(this.marks);
    }

    /// <summary>What was counted since the last <see cref="Saved"/>.</summary>
    public UsageSums Sums { get; private set; } = new();

    /// <summary>The plans that have changed since then.</summary>
    public IEnumerable<CountedPlan> ChangedPlans => changedPlans.Order()
        .Select(key => plans.GetValueOrDefault(key.Job)?.GetValueOrDefault(key.Epoch)).OfType<CountedPlan>();

    /// <summary>The marks that have moved since then.</summary>
    public IEnumerable<(StageName Stage, StageMark Mark)> ChangedMarks => marks.Changed;

    /// <summary>What was counted is stored.</summary>
    public void Saved()
    {
        Sums = new UsageSums();
        changedPlans.Clear();
        marks.Saved();
    }

    /// <summary>A plan was adopted that changes a job.</summary>
    public void Adopt(string job, int epoch, PlannedCosts costs) =>
        Set(new CountedPlan(job, epoch, Tenancy.Default, costs, null, null));

    /// <summary>An event of a job or a node.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="outputBytes">Size of the output of a task of its job.</param>
    public void Apply(RecordedEvent entry, Func<TaskId, long> outputBytes)
    {
        switch (entry.Data)
        {
            case JobPlanned planned:
                Close(planned.Job.Value, planned.OccurredAt, planned.Epoch);
                Change(planned.Job.Value, planned.Epoch, plan => plan with { Tenant = entry.Tenant });
                break;
            case JobStarted started:
                Change(started.Job.Value, started.Epoch, plan => plan with
                {
                    CountedUntil = plan.CountedUntil ?? started.OccurredAt,
                });
                break;
            case TaskCompleted done:
                Complete(done, entry.Tenant, outputBytes);
                break;
            case JobQueued queued:
                Close(queued.Job.Value, queued.OccurredAt, null);
                break;
            case JobCancelRequested cancelled:
                Close(cancelled.Job.Value, cancelled.OccurredAt, null);
                break;
            case JobCompleted completed:
                Close(completed.Job.Value, completed.OccurredAt, null);
                break;
            case JobFailed failed:
                Close(failed.Job.Value, failed.OccurredAt, null);
                break;
            case NodeReturned back:
                lost.Live(back.Node.Value, back.Incarnation, TenantOf, Sums);
                break;
            default:
                break;
        }
    }

    /// <summary>The plan of a job's epoch; where that is not known, its newest; null for none.</summary>
    public CountedPlan? PlanOf(string job, int epoch) => plans.TryGetValue(job, out var its)
        ? its.GetValueOrDefault(epoch) ?? its.Values.LastOrDefault()
        : null;

    /// <summary>Counts what the plans in force promise until now, and forgets those that are long over.</summary>
    public void Count(DateTimeOffset now)
    {
        foreach (var (job, its) in plans.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList())
        {
            foreach (var plan in its.Values.ToList())
            {
                if (plan.EndedAt is null)
                {
                    Promise(plan, now);
                }
                else if (now - plan.EndedAt > PlanGrace)
                {
                    its.Remove(plan.Epoch);
                }
            }

            if (its.Count == 0)
            {
                plans.Remove(job);
            }
        }
    }

    /// <summary>Counts what a node's stages have done since they were last counted.</summary>
    /// <param name="node">The node.</param>
    /// <param name="stages">Its counters.</param>
    /// <param name="now">The time.</param>
    public void Measure(string node, IEnumerable<StageCounters> stages, DateTimeOffset now)
    {
        foreach (var stage in stages)
        {
            if (PlanOf(stage.Job, stage.Epoch) is not { } plan)
            {
                continue;
            }

            if (stage.Lost is { } attempt)
            {
                lost.Tell(node, stage, attempt, plan, UsageSums.HourOf(now), Sums);
            }
            else
            {
                Measure(node, stage, plan, UsageSums.HourOf(now));
            }
        }
    }

    /// <summary>Forgets stages that nobody tells of any more.</summary>
    public void Forget(IReadOnlySet<StageName> present) =>
        marks.Forget(stage => present.Contains(stage) || plans.ContainsKey(stage.Job));

    /// <summary>The plans of batch jobs in force that have tasks on a node.</summary>
    public IReadOnlyList<CountedPlan> BatchesOn(string node) =>
    [
        .. plans.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.Values).Where(
            plan => plan.EndedAt is null && !plan.Costs.IsStream
                && plan.Costs.Tasks.Any(task => task.Node.Value == node)),
    ];

    /// <summary>An attempt died with the process of its node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="process">The process, by its incarnation.</param>
    /// <param name="dead">The attempt.</param>
    public void Die(string node, string process, DeadAttempt dead)
    {
        if (PlanOf(dead.Job, dead.Epoch) is { } plan)
        {
            lost.Die(node, process, dead, plan, Sums);
        }
    }

    private void Measure(string node, StageCounters stage, CountedPlan plan, DateTimeOffset hour)
    {
        var name = new StageName(node, stage.Job, stage.Task, stage.Instance ?? "");
        var now = new StageMark(
            stage.FramesOut, stage.BusyMs, (stage.Flows ?? []).ToDictionary(flow => flow.To, flow => flow.BytesOut));
        var before = marks.Of(name) ?? StageMark.Zero;
        if (now.Frames < before.Frames || now.ComputeMs < before.ComputeMs)
        {
            // A node that names no hosting has made the stage anew.
            before = StageMark.Zero;
        }

        var seconds = (now.ComputeMs - before.ComputeMs) / 1000;
        var sent = now.Flows
            .Select(flow => (To: flow.Key, Bytes: flow.Value - before.Flows.GetValueOrDefault(flow.Key)))
            .Where(flow => flow.Bytes > 0).ToList();
        if (seconds == 0 && now.Frames == before.Frames && sent.Count == 0)
        {
            return;
        }

        marks.Set(name, now);
        var cost = plan.Costs.Tasks.FirstOrDefault(task => task.Task.Value == stage.Task && task.Node.Value == node);
        Sums.Add(new UsageKey(hour, stage.Job, stage.Task, node), new Usage(plan.Tenant)
        {
            Frames = now.Frames - before.Frames,
            ComputeMs = seconds * 1000,
            Joules = cost?.Joules(seconds) ?? 0,
            Price = cost?.Price(seconds) ?? 0,
        });
        foreach (var (to, bytes) in sent)
        {
            var flow = new FlowId(new TaskId(stage.Task), new TaskId(to));
            Sums.Send(plan, flow, hour, (usage, link) => usage with { Bytes = bytes, Price = link.Price(bytes) }, node);
        }
    }

    // A batch task: its report says how long it computed, and its inputs came over the links of its plan.
    private void Complete(TaskCompleted done, string tenant, Func<TaskId, long> outputBytes)
    {
        var hour = UsageSums.HourOf(done.OccurredAt);
        var seconds = done.ElapsedMs / 1000;
        var plan = PlanOf(done.Job.Value, done.Epoch);
        var cost = plan?.Costs.Tasks.FirstOrDefault(task => task.Task == done.Task && task.Node == done.Node);
        Sums.Add(new UsageKey(hour, done.Job.Value, done.Task.Value, done.Node.Value), new Usage(tenant)
        {
            ComputeMs = done.ElapsedMs,
            Joules = cost?.Joules(seconds) ?? 0,
            Price = cost?.Price(seconds) ?? 0,
            PlannedComputeMs = (cost?.Seconds ?? 0) * 1000,
            PlannedJoules = cost?.Joules(cost.Seconds) ?? 0,
            PlannedPrice = cost?.Price(cost.Seconds) ?? 0,
        });
        foreach (var flow in plan?.Costs.Flows.Where(flow => flow.Flow.To == done.Task) ?? [])
        {
            var bytes = outputBytes(flow.Flow.From);
            Sums.Send(plan!, flow.Flow, hour, (usage, link) => usage with
            {
                Bytes = bytes,
                Price = link.Price(bytes),
                PlannedBytes = flow.Bytes,
                PlannedPrice = link.Price(flow.Bytes),
            });
        }
    }

    private string TenantOf(string job) => PlanOf(job, 0)?.Tenant ?? Tenancy.Default;

    private void Close(string job, DateTimeOffset at, int? except)
    {
        foreach (var plan in plans.GetValueOrDefault(job)?.Values.ToList() ?? [])
        {
            if (plan.EndedAt is null && plan.Epoch != except)
            {
                Promise(plan, at);
                Change(job, plan.Epoch, its => its with { EndedAt = at });
            }
        }
    }

    private void Promise(CountedPlan plan, DateTimeOffset until)
    {
        if (PlannedUsage.Count(plan, until, Sums) is { } counted)
        {
            Set(counted);
        }
    }

    private void Change(string job, int epoch, Func<CountedPlan, CountedPlan> change)
    {
        if (plans.TryGetValue(job, out var its) && its.TryGetValue(epoch, out var plan))
        {
            Set(change(plan));
        }
    }

    private void Set(CountedPlan plan)
    {
        Of(plan.Job)[plan.Epoch] = plan;
        changedPlans.Add((plan.Job, plan.Epoch));
    }

    private SortedDictionary<int, CountedPlan> Of(string job) =>
        plans.TryGetValue(job, out var its) ? its : plans[job] = [];
}
