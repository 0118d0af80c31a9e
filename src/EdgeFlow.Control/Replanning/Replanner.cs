using EdgeFlow.Control.Commands;
using EdgeFlow.Control.Leadership;
using EdgeFlow.Control.Plans;
using EdgeFlow.Control.Plans.Solves;
using EdgeFlow.Domain;
using EdgeFlow.EventStore;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.EventStore.Reading;
using EdgeFlow.Planning;
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

    private readonly PlanMaker maker = new(options, time);
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
            if (await TryReplan(trigger, attempt, cancellationToken).ConfigureAwait(false) is { } outcome)
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
    private async Task<ReplanOutcome?> TryReplan(string trigger, int attempt, CancellationToken cancellationToken)
    {
        var state = await network.Read(cancellationToken).ConfigureAwait(false);
        if (await Reopen(state, cancellationToken).ConfigureAwait(false))
        {
            state = await network.Read(cancellationToken).ConfigureAwait(false);
        }

        var solve = maker.Make(state, trigger, attempt);
        var explained = Refusals.Explain(state, solve.Snapshot, solve.Proposal);
        return await Adopt(state, solve, explained, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Verifies a proposal and adopts it if what it was made from still holds. The ledger keeps the solve
    /// whatever becomes of it.</summary>
    /// <param name="state">What it was made from.</param>
    /// <param name="solve">How it was made.</param>
    /// <param name="proposal">The proposal, with words added to what the planner said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What became of it; null when somebody was faster.</returns>
    public async Task<ReplanOutcome?> Adopt(
        NetworkState state, Solve solve, Proposal proposal, CancellationToken cancellationToken)
    {
        var violations = PlanVerifier.Check(solve.Snapshot, proposal);
        if (violations.Count > 0)
        {
            var broken = string.Join("; ", violations);
            LogRefused(proposal.Parent + 1, solve.Trigger, broken);
            await ledger.Note(solve, SolveOutcome.Rejected, broken, cancellationToken).ConfigureAwait(false);
            return ReplanOutcome.Refused;
        }

        var (reason, news, seen) = await Reason(state, solve.Trigger, cancellationToken).ConfigureAwait(false);
        var streams = PlanAdoption.Streams(state, proposal, solve.SnapshotHash, reason, time.GetUtcNow());
        var request = PlanStory.Tell(state, streams, news, Actors.ControlPlane(leader));
        return streams.Count > 0 && streams[0].StreamId == PlanAdoption.Stream
            ? await AppendPlan(solve with { Trigger = reason }, request, seen, cancellationToken).ConfigureAwait(false)
            : await AppendNoPlan(solve, request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReplanOutcome?> AppendPlan(
        Solve solve, AppendRequest request, long seen, CancellationToken cancellationToken)
    {
        var entry = await ledger.Propose(solve, cancellationToken).ConfigureAwait(false);
        var result = await store.Append(request, cancellationToken).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
        {
            await ledger.Settle(entry, SolveOutcome.Superseded, null, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var revision = solve.Proposal.Parent + 1;
        Interlocked.Exchange(ref told, seen);
        LogAdopted(revision, solve.Trigger, solve.Proposal.Changed.Count, solve.Proposal.Waiting.Count);
        await ledger.Settle(entry, SolveOutcome.Adopted, revision, cancellationToken).ConfigureAwait(false);
        return ReplanOutcome.Adopted;
    }

    // Nothing is placed otherwise; jobs that now wait for another reason may still say so.
    private async Task<ReplanOutcome?> AppendNoPlan(
        Solve solve, AppendRequest request, CancellationToken cancellationToken)
    {
        var isFree = request.Streams.Count == 0
            || await store.Append(request, cancellationToken).ConfigureAwait(false) is AppendResult.Appended;
        await ledger.Note(
            solve, isFree ? SolveOutcome.Unchanged : SolveOutcome.Superseded, null, cancellationToken)
            .ConfigureAwait(false);
        return isFree ? ReplanOutcome.Unchanged : null;
    }

    // What was read may hold more than what was asked to plan for: a node was lost while profiles waited for each
    // other. The reason names everything that happened since the last plan, so that nobody looks for the cause in the
    // wrong place; and nothing that came too late for this one, which would seem to have been planned for.
    private async Task<(string Reason, IReadOnlyList<RecordedEvent> News, long Told)> Reason(
        NetworkState state, string trigger, CancellationToken cancellationToken)
    {
        var since = Interlocked.Read(ref told);
        var page = await store.ReadAll(since, MaxNews, cancellationToken).ConfigureAwait(false);
        var seen = state.Seen ?? throw new ArgumentException("A plan is adopted for what was read.", nameof(state));
        var news = page.Events.Where(seen.Holds).ToList();
        var reason = ReplanTrigger.Of(news.Select(entry => entry.Data)) ?? trigger;
        return (reason, news, seen.UpTo(page.Events, since));
    }

    // Outputs of done tasks that went with their nodes: the tasks are done again, so that the plan places them.
    private async Task<bool> Reopen(NetworkState state, CancellationToken cancellationToken)
    {
        var reopened = false;
        foreach (var reopen in LostOutputs.Commands(state, time.GetUtcNow()))
        {
            var outcome = await commands.Jobs.Execute(
                reopen, new EventMetadata(Actor: Actors.ControlPlane(leader)), null, cancellationToken)
                .ConfigureAwait(false);
            reopened |= outcome.Changed;
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
