using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Directives;
using EdgeFlow.Control.Plans;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Reruns;

/// <summary>What did an earlier run make, and of what? Thread safe.</summary>
public sealed class PastRuns(
    PostgresEventStore store, ControlCommands commands, ApplicationCatalog applications, AdoptedJobPlans plans)
{
    /// <summary>Most events of a job that are looked through for its outputs.</summary>
    public const int MaxEvents = 100_000;

    /// <summary>The run, or why it cannot be repeated.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<PastRun>> Find(string job, CancellationToken cancellationToken)
    {
        var folded = await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false);
        if (folded.State is not { } state)
        {
            return Refusal.Of(ProblemKinds.NotFound, $"There is no job '{job}'.");
        }

        if (folded.Version > MaxEvents)
        {
            return Refusal.Of(
                ProblemKinds.Conflict,
                $"Job '{job}' has {folded.Version} events; at most {MaxEvents} are looked through.");
        }

        var declared = await applications.Find(state.Application.Value, state.Version, cancellationToken)
            .ConfigureAwait(false) ?? throw new InvalidDataException(
                $"Job '{job}' ran version {state.Version} of '{state.Application}', which is not stored.");
        if (state.Demand.Mode != JobMode.Batch)
        {
            return new PastRun(state, declared, [], folded.Tenant);
        }

        var history = await History(job, cancellationToken).ConfigureAwait(false);
        var adopted = await Plans(state.Job, history, cancellationToken).ConfigureAwait(false);
        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        return new PastRun(
            state, declared, PastResults.Read(history, application, (task, epoch) => Executed(adopted, task, epoch)),
            folded.Tenant);
    }

    private async Task<List<IEvent>> History(string job, CancellationToken cancellationToken)
    {
        var history = new List<IEvent>();
        await foreach (var entry in store.ReadStream(Aggregates.Job.StreamOf(job), 1, cancellationToken)
            .ConfigureAwait(false))
        {
            history.Add(entry.Data);
        }

        return history;
    }

    private async Task<Dictionary<int, JobPlan>> Plans(
        JobId job, IReadOnlyList<IEvent> history, CancellationToken cancellationToken)
    {
        var adopted = new Dictionary<int, JobPlan>();
        foreach (var epoch in history.OfType<TaskCompleted>().Select(done => done.Epoch).Distinct().Order())
        {
            if (await plans.Find(job, epoch, cancellationToken).ConfigureAwait(false) is { } plan)
            {
                adopted[epoch] = plan;
            }
        }

        return adopted;
    }

    private static StageSpec Executed(IReadOnlyDictionary<int, JobPlan> adopted, TaskSpec task, int epoch) =>
        adopted.TryGetValue(epoch, out var plan) ? PlannedRun.StageOf(plan, task) : task.Stage;
}
