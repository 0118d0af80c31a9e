using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Applications;
using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Personal;
using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>Takes wishes to run a job again. Thread safe.</summary>
public sealed class RerunDesk(
    ControlCommands commands, PastRuns runs, ApplicationCatalog catalog, NetworkReader network, JobViews views,
    PersonalVault vault, TimeProvider time)
{
    /// <summary>Submits a rerun, for the tenant whose the earlier run is. The same wish again under the same id
    /// changes nothing.</summary>
    /// <param name="job">The run to repeat.</param>
    /// <param name="asked">What is to be otherwise.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one.</param>
    /// <param name="metadata">Who asks, and the story that begins with it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Answer<Created<JobView>>> Submit(
        string job, JobRerun asked, string? key, EventMetadata metadata, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Names.Check("job", job) is { } bad)
        {
            return bad;
        }

        var found = await runs.Find(job, cancellationToken).ConfigureAwait(false);
        if (found.Refusal is { } unfit)
        {
            return unfit;
        }

        var past = found.Value!;
        var version = asked.Version ?? past.State.Version;
        var declared = await catalog.Find(past.State.Application.Value, version, cancellationToken)
            .ConfigureAwait(false);
        var id = asked.Job ?? Submission.MakeId(past.State.Application.Value, key);
        var wish = RerunWish.Read(asked, past, declared, version, id, time.GetUtcNow());
        if (wish.Refusal is { } refusal)
        {
            return refusal;
        }

        var kept = await vault.Seal(wish.Value!, cancellationToken).ConfigureAwait(false);
        if (kept.Refusal is { } destroyed)
        {
            return destroyed;
        }

        var command = await Checked(kept.Value!, declared!, cancellationToken).ConfigureAwait(false);
        var outcome = await commands.Jobs.ExecuteFor(past.Tenant, command, metadata, null, cancellationToken)
            .ConfigureAwait(false);
        if (outcome.Rejected is { } rejected)
        {
            return Refusal.Of(rejected);
        }

        var view = await views.Find(id, cancellationToken).ConfigureAwait(false);
        return new Created<JobView>(view!, outcome.Changed);
    }

    // What went with its node is not promised: it is computed again, and the link says so from the beginning. Bytes
    // that turn out to be missing later are noticed where they are read, and the task is reopened then.
    private async Task<SubmitJob> Checked(
        SubmitJob submit, ApplicationSpec application, CancellationToken cancellationToken)
    {
        if (submit.Rerun is not { Reused.Count: > 0 } rerun
            || JobDecider.Decide(null, submit) is not Accepted accepted)
        {
            return submit;
        }

        var nodes = await network.Nodes(cancellationToken).ConfigureAwait(false);
        var state = accepted.Events.Aggregate((JobState?)null, JobDecider.Evolve)!;
        var lost = LostOutputs.Find(new ActiveJob(state, accepted.Events.Length, application), nodes).ToHashSet();
        var places = rerun.Reused.ToDictionary(kept => kept.Task, kept => kept.Node);
        var gone = lost.ToDictionary(
            task => task, task => new ComputedTask(task, $"its output was on node {places[task]}, which is gone"));
        foreach (var task in KeptResults.Unasked(rerun, application, nodes))
        {
            gone.TryAdd(task, new ComputedTask(
                task, "the node that knows whether a model is the same, its own or one before it, is gone"));
        }

        var computed = rerun.Computed.ToDictionary(task => task.Task);
        return gone.Count == 0 ? submit : submit with
        {
            Rerun = rerun with
            {
                Reused = [.. rerun.Reused.Where(kept => !gone.ContainsKey(kept.Task))],
                Computed = [.. submit.Tasks
                    .Select(task => gone.GetValueOrDefault(task) ?? computed.GetValueOrDefault(task))
                    .OfType<ComputedTask>()],
            },
        };
    }
}
