using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Nodes;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Ledger.Plans;
using EdgeFlow.Planning.Budgets;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// One count after another of what is used. Each is one transaction with the place up to which events are counted, so
/// that nothing is counted twice, whoever counts. One caller at a time.
/// </summary>
public sealed class UsageCount(
    PostgresEventStore store, ControlCommands commands, SolveReader solves, TelemetryBoard telemetry,
    ApplicationCatalog applications, AdoptedJobPlans plans, TimeProvider time)
{
    private readonly DeadAttempts dead = new(store, applications, plans);
    private UsageBook? book;
    private long counted = -1;

    /// <summary>Begins from what is stored: another may have counted meanwhile.</summary>
    public void Reset() => book = null;

    /// <summary>Counts what has happened since the last count.</summary>
    /// <param name="cancellationToken">Gives up; nothing of this count is stored then.</param>
    public async Task Run(CancellationToken cancellationToken)
    {
        while (await RunOnce(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Removes what is older than it is kept.</summary>
    public async Task Tidy(CancellationToken cancellationToken)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await UsageStore.Trim(connection, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    // Whether more events wait.
    private async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var page = await store.ReadAll(
            Math.Max(0, counted), UsageLimits.EventsAtOnce, cancellationToken).ConfigureAwait(false);
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var place = await UsageStore.Lock(connection, cancellationToken).ConfigureAwait(false);
        if (book is null || place != counted)
        {
            book = await UsageStore.Read(connection, cancellationToken).ConfigureAwait(false);
            counted = place;
            return true;
        }

        var isBehind = page.Events.Count == UsageLimits.EventsAtOnce;
        var now = time.GetUtcNow();
        await Apply(book, page.Events, cancellationToken).ConfigureAwait(false);
        if (!isBehind)
        {
            Measure(book, now);
            book.Count(now);
        }

        var last = page.Events.Count > 0 ? page.Events[^1].Sequence : counted;
        await UsageStore.Write(connection, book, last, now, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        book.Saved();
        counted = last;
        return isBehind;
    }

    private void Measure(UsageBook into, DateTimeOffset now)
    {
        var present = new HashSet<StageName>();
        foreach (var (node, stages) in telemetry.All())
        {
            into.Measure(node, stages, now);
            present.UnionWith(stages.Select(
                stage => new StageName(node, stage.Job, stage.Task, stage.Instance ?? "")));
        }

        into.Forget(present);
    }

    private async Task Apply(
        UsageBook into, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var jobs = new Dictionary<string, JobState?>(StringComparer.Ordinal);
        foreach (var entry in events)
        {
            if (entry.Data is PlanAdopted { Jobs.Count: > 0 } adopted)
            {
                await Adopt(into, adopted, cancellationToken).ConfigureAwait(false);
            }
            else if (entry.Data is TaskCompleted { Job.Value: var job } && !jobs.ContainsKey(job))
            {
                jobs[job] = (await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false)).State;
            }

            await Bury(into, entry, cancellationToken).ConfigureAwait(false);
            into.Apply(entry, task => Bytes(entry, task));
        }

        long Bytes(RecordedEvent entry, TaskId task) => entry.Data is TaskCompleted done
            ? jobs.GetValueOrDefault(done.Job.Value)?.ProgressOf(task).OutputBytes ?? 0
            : 0;
    }

    // A node's death is told before the plan that takes its tasks elsewhere.
    private async Task Bury(UsageBook into, RecordedEvent entry, CancellationToken cancellationToken)
    {
        if (await dead.Death(entry, cancellationToken).ConfigureAwait(false) is not { } death)
        {
            return;
        }

        foreach (var plan in into.BatchesOn(death.Node.Value))
        {
            foreach (var attempt in await dead.Of(plan, death, cancellationToken).ConfigureAwait(false))
            {
                into.Die(death.Node.Value, death.Process, attempt);
            }
        }
    }

    // Without the snapshot, which is kept for a while only, nothing is known of what the plan would cost.
    private async Task Adopt(UsageBook into, PlanAdopted adopted, CancellationToken cancellationToken)
    {
        var kept = await solves.Content(adopted.Decision.SnapshotHash, cancellationToken).ConfigureAwait(false);
        var snapshot = kept is null ? null : PlanVerdicts.Read<NetworkSnapshot>(kept);
        foreach (var plan in adopted.Jobs)
        {
            var costs = snapshot is null ? null : PlannedCosts.Of(snapshot, plan);
            into.Adopt(plan.Job.Value, plan.Epoch, costs ?? new PlannedCosts(false, 0, [], []));
        }
    }
}
