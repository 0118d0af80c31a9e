using System.Globalization;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Accelerators;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Variants;

namespace EdgeFlow.Planning.Policies;

/// <summary>The form in which one job is planned in a round: its choice of variants, and the nodes left to its tasks
/// that hold accelerators. Mutable; owned by <see cref="PlanRounds"/>.</summary>
internal sealed class JobForm
{
    /// <summary>A node that cannot be: the tilde stands in no node's name.</summary>
    private static readonly NodeId s_nowhere = new("~");

    private readonly SnapshotJob _job;
    private readonly NetworkSnapshot _snapshot;
    private readonly AcceleratorStock _stock;
    private readonly IReadOnlyList<VariantChoice> _choices;
    private readonly VariantChoice? _inForce;
    private readonly SortedDictionary<TaskId, SortedSet<NodeId>> _nodes = [];
    private VariantChoice? _choice;
    private int _next;
    private Refusal? _blocked;

    public JobForm(SnapshotJob job, JobPlan? plan, NetworkSnapshot snapshot, AcceleratorStock stock)
    {
        (_job, _snapshot, _stock) = (job, snapshot, stock);
        _choices = VariantChoices.Of(job);
        _inForce = plan is null ? null : VariantChoices.InForce(job, plan);
        _choice = _inForce ?? (_choices.Count > 0 ? _choices[0] : null);
        _next = _inForce is null ? 1 : 0;
        if (_choice is null)
        {
            _blocked = new Refusal("/spec/accuracy", string.Create(CultureInfo.InvariantCulture,
                $"the full models together have less than the accuracy {job.Demand.Accuracy} that is asked"));
        }

        foreach (var task in job.Tasks.Where(t => t.Accelerators is { Count: > 0 }))
        {
            // Where no node meets the task's constraints anyway, the policy says so better.
            var allowed = snapshot.Nodes.Where(n => NodeFilter.FirstUnmet(task, n, long.MaxValue) < 0).ToList();
            if (allowed.Count > 0)
            {
                _nodes[task.Id] = [.. allowed.Where(n => stock.Missing(job.Id, task, n) is null).Select(n => n.Id)];
                BlockIfEmpty(task);
            }
        }
    }

    /// <summary>Whether the job's plan in force is one of this form.</summary>
    public bool KeepsPlan => ReferenceEquals(_choice, _inForce);

    /// <summary>The job as it is planned in this round; a blocked one asks for a node that is not there.</summary>
    public SnapshotJob Effective()
    {
        var job = _choice is null ? _job : VariantJob.Of(_job, _choice);
        return job with
        {
            Tasks = [.. job.Tasks.Select((t, i) => _blocked is not null && i == 0 ? Restricted(t, [s_nowhere])
                : _nodes.TryGetValue(t.Id, out var nodes) ? Restricted(t, nodes) : t)],
        };
    }

    /// <summary>Goes on to the next choice if that may help against what made the job wait.</summary>
    public bool TryLower(string pointer)
    {
        var isHopeless = _blocked is not null || pointer.Contains("/constraints", StringComparison.Ordinal)
            || pointer.EndsWith("/needs", StringComparison.Ordinal) || pointer == "/spec/tasks";
        while (!isHopeless && _next < _choices.Count)
        {
            // What ran before is tried first and not twice.
            var next = _choices[_next++];
            if (_inForce is null || !next.Variants.AsSpan().SequenceEqual(_inForce.Variants))
            {
                _choice = next;
                return true;
            }
        }

        return false;
    }

    /// <summary>How many nodes a task that holds accelerators may still be on.</summary>
    public int NodesLeft(TaskId task) => _nodes[task].Count;

    /// <summary>Takes a node from a task.</summary>
    public void Ban(SnapshotTask task, NodeId node)
    {
        _nodes[task.Id].Remove(node);
        BlockIfEmpty(task);
    }

    /// <summary>Makes the job wait because of a task's accelerators.</summary>
    public void Block(SnapshotTask task, string reason) =>
        _blocked ??= new Refusal(Pointer(task.Id, "accelerators"), reason);

    /// <summary>The plan with the names of the variants that it runs.</summary>
    public JobPlan Named(JobPlan plan) => plan with
    {
        Placements =
        [
            .. plan.Placements.Select(p => p with { Variant = VariantOf(p.Task)?.Name ?? ModelVariant.Full }),
        ],
    };

    /// <summary>Why the job waits, in terms of its manifest.</summary>
    public WaitingJob Explain(WaitingJob waiting)
    {
        if (_blocked is { } refusal)
        {
            return new WaitingJob(waiting.Job, refusal.Pointer, refusal.Reason);
        }

        var tried = _choices.Count > 1
            ? string.Create(CultureInfo.InvariantCulture,
                $" (the last of {_choices.Count} choices of variants, of accuracy {_choice!.Accuracy:0.####})")
            : "";
        return waiting with { Reason = waiting.Reason + tried };
    }

    /// <summary>The report with the words of this form.</summary>
    public JobReport Explain(JobReport report)
    {
        var waits = report.Bottleneck.StartsWith('/')
            ? Explain(new WaitingJob(report.Job, report.Bottleneck, report.Reason))
            : null;
        var isOwn = waits is not null && waits.Pointer != report.Bottleneck;
        return report with
        {
            Reason = isOwn ? $"waits: {waits!.Reason} ({waits.Pointer})" : waits?.Reason ?? report.Reason + Words(),
            Bottleneck = waits?.Pointer ?? report.Bottleneck,
            Tasks = [.. report.Tasks.Select(Explain)],
        };
    }

    private TaskReport Explain(TaskReport report)
    {
        var task = _job.Tasks.FirstOrDefault(t => t.Id == report.Task);
        return task is null || !_nodes.TryGetValue(task.Id, out var left) ? report : report with
        {
            Candidates = [.. report.Candidates.Select(c =>
                c.Rejected is null || left.Contains(c.Node) || _snapshot.Nodes.FirstOrDefault(n => n.Id == c.Node)
                    is not { } node ? c
                : c with
                {
                    Rejected = _stock.Missing(_job.Id, task, node) is { } name
                        ? _stock.Describe(_job.Id, task, node, name)
                        : "its accelerators went to other tasks of this plan",
                })],
        };
    }

    private string Words()
    {
        var named = _job.Tasks.Where(t => VariantOf(t.Id) is not null)
            .Select(t => $"{t.Id} as {VariantOf(t.Id)!.Name}");
        var words = string.Join(", ", named);
        return words.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; {words}, accuracy {_choice!.Accuracy:0.####}");
    }

    private SnapshotVariant? VariantOf(TaskId task)
    {
        for (var i = 0; i < _job.Tasks.Count; i++)
        {
            if (_job.Tasks[i].Id == task)
            {
                return _choice?.Variants[i];
            }
        }

        return null;
    }

    private void BlockIfEmpty(SnapshotTask task)
    {
        if (_nodes[task.Id].Count > 0)
        {
            return;
        }

        var wanted = string.Join(", ", task.Accelerators!.OrderBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Value} {a.Key}")));
        Block(task, $"no node has {wanted} free for task {task.Id}");
    }

    private string Pointer(TaskId task, string rest)
    {
        var position = _job.Tasks.TakeWhile(t => t.Id != task).Count();
        return string.Create(CultureInfo.InvariantCulture, $"/spec/tasks/{position}/{rest}");
    }

    private static SnapshotTask Restricted(SnapshotTask task, IEnumerable<NodeId> nodes) =>
        task with { Constraints = task.Constraints with { Nodes = [.. nodes] } };
}
