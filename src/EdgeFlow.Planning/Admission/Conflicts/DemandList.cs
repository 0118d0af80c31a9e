using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Units;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>Lists what a job demands, in the manifest's order, each as something that can be given up.
/// Stateless.</summary>
internal static class DemandList
{
    /// <summary>The demands.</summary>
    /// <param name="job">The job.</param>
    /// <param name="snapshot">The network: what taints there are.</param>
    /// <param name="withFacts">Whether also what the job is by nature: the work of its tasks, what each needs of
    /// others.</param>
    public static IReadOnlyList<Demand> Of(SnapshotJob job, NetworkSnapshot snapshot, bool withFacts)
    {
        var tasks = Enumerable.Range(0, job.Tasks.Count);
        return
        [
            .. OfWhole(job), .. tasks.SelectMany(i => OfTask(job, i, snapshot)),
            .. withFacts ? tasks.SelectMany(i => Facts(job, i)) : [],
        ];
    }

    private static IEnumerable<Demand> OfWhole(SnapshotJob job)
    {
        var demand = job.Demand;
        if (demand.Mode == JobMode.Stream && demand.Required is { } required)
        {
            yield return new Demand(
                "/spec/rate/required", Text($"{required.Value} frames/s"),
                j => j with { Demand = j.Demand with { Required = null } }, DemandKind.Rate);
        }

        if (demand.LatencyBound is { } bound)
        {
            yield return new Demand(
                "/spec/latency", Text($"a frame within {bound.Value} ms"),
                j => j with { Demand = j.Demand with { LatencyBound = null } }, DemandKind.Latency);
        }

        if (demand.Budget?.PricePerHour is { } price)
        {
            yield return new Demand(
                "/spec/budget/pricePerHour", Text($"at most {price} an hour"),
                j => j with { Demand = j.Demand with { Budget = j.Demand.Budget! with { PricePerHour = null } } },
                DemandKind.Budget);
        }

        if (demand.Budget?.Watts is { } watts)
        {
            yield return new Demand(
                "/spec/budget/watts", Text($"at most {watts} W"),
                j => j with { Demand = j.Demand with { Budget = j.Demand.Budget! with { Watts = null } } },
                DemandKind.Budget);
        }
    }

    private static IEnumerable<Demand> OfTask(SnapshotJob job, int i, NetworkSnapshot snapshot)
    {
        var task = job.Tasks[i];
        var wanted = task.Constraints;
        if (wanted.Nodes.Count > 0)
        {
            yield return Constraint("nodes", $"on {string.Join(" or ", wanted.Nodes)}", DemandKind.Nodes,
                c => c with { Nodes = [] });
        }

        if (wanted.Labels.Count > 0)
        {
            yield return Constraint("labels", $"with {Labels(wanted)}", DemandKind.Choice,
                c => c with { Labels = new Dictionary<string, string>() });
        }

        if (wanted.Zones.Count > 0)
        {
            yield return Constraint("zones", $"in zone {string.Join(" or ", wanted.Zones)}", DemandKind.Choice,
                c => c with { Zones = [] });
        }

        var taints = snapshot.Nodes.SelectMany(n => n.Capacity.Taints.Keys).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        if (taints.Count > 0)
        {
            yield return Constraint("tolerations", "not on a node with taints that it does not tolerate",
                DemandKind.Choice, c => c with { Tolerations = [.. taints.Select(t => new Toleration(t, null))] });
        }

        if (wanted.With.Count > 0)
        {
            yield return Constraint("with", $"together with {string.Join(", ", wanted.With)}", DemandKind.Pairing,
                c => c with { With = [] });
        }

        if (wanted.Apart.Count > 0)
        {
            yield return Constraint("apart", $"apart from {string.Join(", ", wanted.Apart)}", DemandKind.Pairing,
                c => c with { Apart = [] });
        }

        foreach (var demand in OfHolding(job, i))
        {
            yield return demand;
        }

        Demand Constraint(
            string name, string words, DemandKind kind, Func<PlacementConstraints, PlacementConstraints> drop) =>
            new($"/spec/tasks/{i}/constraints/{name}", $"task {task.Id} {words}",
                j => With(j, i, t => t with { Constraints = drop(t.Constraints) }), kind, i);
    }

    private static IEnumerable<Demand> OfHolding(SnapshotJob job, int i)
    {
        var task = job.Tasks[i];
        if (task.Memory.Value > 0)
        {
            yield return new Demand(
                $"/spec/tasks/{i}/memory", Text($"task {task.Id} with {task.Memory.Value} bytes of memory"),
                j => With(j, i, t => t with { Memory = new Bytes(0) }), DemandKind.Memory, i);
        }

        if (task.Accelerators is { Count: > 0 } accelerators)
        {
            var names = accelerators.OrderBy(a => a.Key, StringComparer.Ordinal)
                .Select(a => Text($"{a.Value} {a.Key}"));
            yield return new Demand(
                $"/spec/tasks/{i}/accelerators", $"task {task.Id} with {string.Join(", ", names)}",
                j => With(j, i, t => t with { Accelerators = null }), DemandKind.Choice, i);
        }
    }

    private static IEnumerable<Demand> Facts(SnapshotJob job, int i)
    {
        var task = job.Tasks[i];
        if (task.Work.Value > 0)
        {
            yield return new Demand(
                $"/spec/tasks/{i}/work", $"a node with the speed for task {task.Id}",
                j => With(j, i, t => t with
                {
                    Work = new WorkUnits(0),
                    Measured = new Dictionary<string, Milliseconds>(),
                }), DemandKind.Work, i);
        }

        if (job.Flows.Any(f => f.Id.To == task.Id))
        {
            var from = job.Flows.Where(f => f.Id.To == task.Id).Select(f => f.Id.From).Order();
            yield return new Demand(
                $"/spec/tasks/{i}/needs", $"a way to task {task.Id} from {string.Join(", ", from)}",
                j => j with { Flows = [.. j.Flows.Where(f => f.Id.To != task.Id)] }, DemandKind.Needs, i);
        }
    }

    /// <summary>The job with one task changed.</summary>
    public static SnapshotJob With(SnapshotJob job, int task, Func<SnapshotTask, SnapshotTask> change) =>
        job with { Tasks = [.. job.Tasks.Select((t, i) => i == task ? change(t) : t)] };

    private static string Labels(PlacementConstraints wanted) => string.Join(", ", wanted.Labels
        .OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static string Text(FormattableString words) => FormattableString.Invariant(words);
}
