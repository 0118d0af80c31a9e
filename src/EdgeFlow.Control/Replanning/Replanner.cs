using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Plans;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Control.Replanning;

/// <summary>
/// Makes a new plan when something changed that plans depend on, has it verified, and adopts it if the revision it was
/// made from is still in force. Two of them on one database do no harm: one adopts, the other reads again.
/// </summary>
public sealed partial class Replanner(
    PostgresEventStore store, NetworkReader network, ControlCommands commands, PlanLedger ledger,
    PlanningOptions options, LeaderOptions leader, TimeProvider time, ILogger<Replanner> log)
{
    /// <summary>Most attempts at one plan while others change what it depends on.</summary>
    public const int MaxAttempts = 16;

    // Most events that are looked through for what a plan's reason should name.
    private const int MaxNews = 500;

    // Events that were being appended while the last one was looked up may stand a little before it. An old trigger
    // costs one look at the state and changes nothing.
    private const int Overlap = 1_000;

    private readonly PlanMaker maker = new(options);
    private long told;
    private int turn;
    private long lastAdopted = time.GetTimestamp();

    /// <summary>Counts the occasions to plan: it changes when something happened.</summary>
    internal int Turn => Volatile.Read(ref turn);

    /// <summary>How long nothing has happened that changed the plan.</summary>
    internal TimeSpan IdleFor => time.GetElapsedTime(Volatile.Read(ref lastAdopted));

    /// <summary>Plans once, then after every burst of changes, until cancelled. What comes while a plan is made is one
    /// burst.</summary>
    public async Task Run(CancellationToken stop)
    {
        var last = await LastSequence(stop).ConfigureAwait(false);
        Interlocked.Exchange(ref told, last);
        var from = Math.Max(0, last - Overlap);
        await Replan("the control plane began to decide", stop).ConfigureAwait(false);
        var bursts = store.Follow(from, cancellationToken: stop)
            .Select(IReadOnlyList<IEvent> (burst) => [.. burst.Select(entry => entry.Data)]);
        var reasons = TriggerFeed.Reasons(bursts, options.ProfilePause, time, stop);
        await foreach (var reason in reasons.ConfigureAwait(false))
        {
            await Replan(reason, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Plans until a plan is adopted or none is needed.</summary>
    /// <param name="trigger">Why, in words; kept with the plan.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConflictException">Others were faster <see cref="MaxAttempts"/> times.</exception>
    public async Task<ReplanOutcome> Replan(string trigger, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref turn);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryReplan(trigger, cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                // A profile that changes no plan must not keep the improver from its turn.
                if (outcome == ReplanOutcome.Adopted)
                {
                    Volatile.Write(ref lastAdopted, time.GetTimestamp());
                }

                return outcome;
            }

            LogConflict(trigger, attempt);
        }

        throw new ConflictException(PlanAdoption.Stream, MaxAttempts);
    }

    // Null when somebody was faster.
    private async Task<ReplanOutcome?> TryReplan(string trigger, CancellationToken cancellationToken)
    {
        var state = await network.Read(cancellationToken).ConfigureAwait(false);
        if (await Reopen(state, cancellationToken).ConfigureAwait(false))
        {
            state = await network.Read(cancellationToken).ConfigureAwait(false);
        }

        var (snapshot, proposal) = maker.Make(state);
        var explained = Refusals.Explain(state, snapshot, proposal);
        return await Adopt(state, snapshot, explained, trigger, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Verifies a proposal and adopts it if what it was made from still holds.</summary>
    /// <param name="state">What it was made from.</param>
    /// <param name="snapshot">The same, as the planner sees it.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="trigger">Why it was made, in words.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of it; null when somebody was faster.</returns>
    internal async Task<ReplanOutcome?> Adopt(
        NetworkState state, NetworkSnapshot snapshot, Proposal proposal, string trigger,
        CancellationToken cancellationToken)
    {
        var violations = PlanVerifier.Check(snapshot, proposal);
        if (violations.Count > 0)
        {
            LogRefused(snapshot.Revision + 1, trigger, string.Join("; ", violations));
            return ReplanOutcome.Refused;
        }

        var (reason, news, seen) = await Reason(trigger, cancellationToken).ConfigureAwait(false);
        var bytes = SnapshotCanonical.Bytes(snapshot);
        var hash = SnapshotCanonical.HashOf(bytes);
        var streams = PlanAdoption.Streams(state, proposal, hash, reason, time.GetUtcNow());
        if (streams.Count == 0)
        {
            return ReplanOutcome.Unchanged;
        }

        await ledger.Keep(hash, bytes, proposal.Report, cancellationToken).ConfigureAwait(false);
        var request = PlanStory.Tell(state, streams, news, Actors.ControlPlane(leader));
        var result = await store.Append(request, cancellationToken).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
        {
            return null;
        }

        if (streams[0].StreamId != PlanAdoption.Stream)
        {
            return ReplanOutcome.Unchanged;
        }

        Interlocked.Exchange(ref told, seen);
        LogAdopted(snapshot.Revision + 1, reason, proposal.Changed.Count, proposal.Waiting.Count);
        return ReplanOutcome.Adopted;
    }

    // What was read may hold more than what was asked to plan for: a node was lost while profiles waited for each
    // other. The reason names everything that happened since the last plan, so that nobody looks for the cause in the
    // wrong place.
    private async Task<(string Reason, IReadOnlyList<RecordedEvent> News, long Seen)> Reason(
        string trigger, CancellationToken cancellationToken)
    {
        var since = Interlocked.Read(ref told);
        var news = await store.ReadAll(since, MaxNews, cancellationToken).ConfigureAwait(false);
        var reason = ReplanTrigger.Of(news.Events.Select(entry => entry.Data)) ?? trigger;
        return (reason, news.Events, news.Events.Count > 0 ? news.Events[^1].Sequence : since);
    }

    // Outputs of done tasks that went with their nodes: the tasks are done again, so that the plan places them.
    private async Task<bool> Reopen(NetworkState state, CancellationToken cancellationToken)
    {
        var reopened = false;
        foreach (var job in state.Jobs.Where(SnapshotBuilder.IsToBePlanned))
        {
            foreach (var task in LostOutputs.Find(job, state.Nodes))
            {
                var node = job.State.ProgressOf(task).Node;
                var reopen = new ReopenTask(
                    job.State.Job, task, job.State.Epoch, $"its output was on node {node}, which is gone",
                    time.GetUtcNow());
                var outcome = await commands.Jobs.Execute(
                    reopen, new EventMetadata(Actor: Actors.ControlPlane(leader)), null, cancellationToken)
                    .ConfigureAwait(false);
                reopened |= outcome.Changed;
            }
        }

        return reopened;
    }

    private async Task<long> LastSequence(CancellationToken cancellationToken)
    {
        await using var select = store.DataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        return (long)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    [LoggerMessage(LogLevel.Information, "Plan {Revision} adopted: {Trigger}; {Changed} jobs placed, {Waiting} wait.")]
    private partial void LogAdopted(int revision, string trigger, int changed, int waiting);

    [LoggerMessage(LogLevel.Debug, "Planning for '{Trigger}': somebody was faster, attempt {Attempt}.")]
    private partial void LogConflict(string trigger, int attempt);

    [LoggerMessage(
        LogLevel.Critical,
        "Plan {Revision} for '{Trigger}' breaks rules and is NOT adopted; the plan in force stays. {Violations}")]
    private partial void LogRefused(int revision, string trigger, string violations);
}
