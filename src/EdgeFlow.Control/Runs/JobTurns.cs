using System.Text.Json;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Directives;
using EdgeFlow.Control.ReadModels;
using EdgeFlow.Control.Reruns;
using EdgeFlow.Control.Results;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Domain.Serialization;
using Npgsql;

namespace EdgeFlow.Control.Runs;

/// <summary>Says to a job's workflow what to do next, from the events and the plan in force. Thread safe.</summary>
public sealed class JobTurns(
    NpgsqlDataSource database, ControlCommands commands, ApplicationCatalog applications, ResultQueries results)
{
    /// <summary>Most times that a job and its plan are read to get both of one moment.</summary>
    public const int MaxReads = 10;

    /// <summary>The next turn, or its first page.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobTurn> Load(string job, CancellationToken cancellationToken) =>
        TurnPages.Page(await Whole(job, cancellationToken).ConfigureAwait(false), 0);

    /// <summary>A further page; another turn where things have changed since the pages before.</summary>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JobTurn> Load(TurnPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var turn = await Whole(page.Job, cancellationToken).ConfigureAwait(false);
        return TurnPages.Page(turn, turn.Epoch == page.Epoch ? page.From : 0);
    }

    private async Task<JobTurn> Whole(string job, CancellationToken cancellationToken)
    {
        var (plan, state, correlation) = await Read(job, cancellationToken).ConfigureAwait(false);
        if (state is null || state.IsEnded)
        {
            return Idle(job, JobTurnState.Ended, state);
        }

        if (state.Status == JobStatus.Cancelling)
        {
            return Idle(job, JobTurnState.Cancel, state);
        }

        if (plan is null || state.Status is JobStatus.Submitted or JobStatus.Waiting)
        {
            return Idle(job, JobTurnState.Waiting, state);
        }

        var application = await applications.Of(state, cancellationToken).ConfigureAwait(false);
        var stream = state.Demand.Mode == JobMode.Stream;
        if (stream && await IsComplete(job, application, cancellationToken).ConfigureAwait(false))
        {
            return Idle(job, JobTurnState.Complete, state);
        }

        var run = new PlannedRun(
            application, state.Demand, plan, await Addresses(plan, cancellationToken).ConfigureAwait(false));
        return new JobTurn(
            job, JobTurnState.Run, plan.Epoch, state.Status.ToString(), stream, stream ? Hosts(run, correlation) : [],
            stream ? [] : [.. application.Tasks.Select(
                task => Batch(run, task, state, correlation))]);
    }

    // The plan is read before the job. A plan that is adopted between the two is told to the workflow by an event with
    // a newer epoch; but a job that is planned while its first plan is still missing was read in two pieces, and is
    // read again: it would wait for an event that it has had.
    private async Task<(JobPlan? Plan, JobState? State, string? Correlation)> Read(
        string job, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = await Plan(job, cancellationToken).ConfigureAwait(false);
            var folded = await commands.Jobs.Load(job, null, cancellationToken).ConfigureAwait(false);
            var state = folded.State;
            if (plan is not null || state?.Status is not (JobStatus.Planned or JobStatus.Running))
            {
                return (plan, state, folded.Correlation);
            }

            if (attempt == MaxReads)
            {
                throw new InvalidDataException(
                    $"Job '{job}' is {state.Status} at epoch {state.Epoch}, and the read model has no plan for it.");
            }
        }
    }

    private static JobTurn Idle(string job, JobTurnState next, JobState? state) =>
        new(job, next, state?.Epoch ?? 0, state?.Status.ToString() ?? "Unknown", false, [], []);

    private static IReadOnlyList<NodeHosting> Hosts(PlannedRun run, string? correlation) =>
    [
        .. HostDirectives.Build(run).Select(host => new NodeHosting(
            host.Node.Value, host.Directive with { Correlation = correlation })),
    ];

    private static TaskTurn Batch(PlannedRun run, TaskSpec task, JobState state, string? correlation)
    {
        var progress = state.ProgressOf(task.Id);

        // A task that is done stays where its output is; the plan need not place it any more. Its node may have left,
        // where nobody reads the output again.
        var node = progress.Done ? progress.Node : run.NodeOf(task.Id);
        var address = progress.Done && !run.Addresses.ContainsKey(node) ? "" : run.AddressOf(node);
        return new TaskTurn(
            node.Value, address,
            TaskDirectives.Build(run, task, progress.LastAttempt + 1) with { Correlation = correlation },
            [.. task.Needs.Select(need => new TaskNeed(
                need.Task.Value, TaskDirectives.Bandwidth(run, new FlowId(need.Task, task.Id))))],
            progress.Done ? new TaskOutput(progress.Output, progress.OutputBytes) : null)
        {
            Check = KeptResults.Check(state, task, run.Plan.Epoch),
        };
    }

    private async Task<JobPlan?> Plan(string job, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select plan::text from job_plans where job = $1");
        select.Parameters.AddWithValue(job);
        return await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string plan
            ? JsonSerializer.Deserialize<JobPlan>(plan, DomainJson.Options)
            : null;
    }

    private async Task<bool> IsComplete(string job, ApplicationSpec application, CancellationToken cancellationToken)
    {
        var stats = await results.Stats(job, DagEnds.Sinks(application), cancellationToken).ConfigureAwait(false);
        return stats.Complete;
    }

    // Of every node that is present: outputs of done tasks may be on nodes that the plan does not name.
    private async Task<IReadOnlyDictionary<NodeId, string>> Addresses(JobPlan plan, CancellationToken cancellationToken)
    {
        var addresses = new Dictionary<NodeId, string>();
        var ids = await PresentIds.Read(database, PresentIds.Nodes, cancellationToken).ConfigureAwait(false);
        foreach (var (id, version) in ids)
        {
            var node = await commands.Nodes.Load(id, version, cancellationToken).ConfigureAwait(false);
            addresses[new NodeId(id)] = node.State?.Address
                ?? throw new InvalidDataException($"Node '{id}' of plan {plan.Epoch} has no events.");
        }

        return addresses;
    }
}
