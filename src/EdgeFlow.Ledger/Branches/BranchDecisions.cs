using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.EventStore.Appending;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// Decides in a branch as the replanner does: lost outputs are made again, then snapshot, plan, verification, adoption.
/// While nothing is different it decides exactly where and from what the record decided, and compares. Owned by one
/// run; not thread-safe.
/// </summary>
internal sealed class BranchDecisions(
    BranchSpec spec, BranchWorld world, WorkModel model, BranchPlanner planner, BranchNotes notes, PlanState? recorded,
    RecentReads reads)
{
    // A branch that differs from the record is compared with nothing: hashing its input would cost half a plan.
    private const string NoHash = "";

    private readonly List<BranchPlan> plans = [];
    private readonly List<IEvent> news = [];
    private readonly List<JobId> changed = [];
    private int made;
    private int same;
    private int compared;
    private string? first;

    /// <summary>Whether something is different from the record.</summary>
    public bool IsDiverged { get; set; }

    /// <summary>Whether the limit of plans is reached.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>How many events since the last plan asked for one.</summary>
    public int NewsCount => news.Count;

    /// <summary>The plans, as far as they are told.</summary>
    public IReadOnlyList<BranchPlan> Plans => plans;

    /// <summary>How far it decided the same.</summary>
    public Reproduction Reproduced => new(same, compared, first);

    /// <summary>Takes note of an event of the branch.</summary>
    public void Observe(IEvent change, DateTimeOffset at)
    {
        if (ReplanTrigger.Of(change) is not null)
        {
            news.Add(change);
        }

        if (change is PlanAdopted adopted)
        {
            changed.AddRange(adopted.Jobs.Select(plan => plan.Job).Concat(adopted.Departed)
                .Concat(adopted.Waiting.Select(waiting => waiting.Job)));
            if (plans.Count < BranchLimits.MaxToldPlans)
            {
                plans.Add(new BranchPlan(
                    adopted.Revision, at, adopted.Trigger, adopted.Jobs.Count, adopted.Waiting.Count,
                    adopted.Decision.Objective));
            }
        }
    }

    /// <summary>Remembers the world as one that a recorded plan may have been made from.</summary>
    public void Read()
    {
        if (!IsDiverged)
        {
            reads.Add(world.State);
        }
    }

    /// <summary>The record decided here: the branch decides too.</summary>
    public void Follow(PlanPoint point, DateTimeOffset at)
    {
        if (!IsDiverged)
        {
            Again(point, at);
        }
        else if (!point.IsImprovement)
        {
            Plan(at);
        }
        else if (!spec.PlansOtherwise && !spec.ModelsAll)
        {
            var state = world.Network;
            Commit(Streams(state, Improved(planner.Look(state)), NoHash, at, null), at);
        }

        if (point.Adopted is { } adopted)
        {
            recorded = PlanDecider.Evolve(recorded, adopted);
            Compare(adopted.Jobs.Select(plan => plan.Job).Concat(adopted.Departed)
                .Concat(adopted.Waiting.Select(waiting => waiting.Job)), at);
        }
    }

    /// <summary>Plans from what is, because something asks for it that was not recorded.</summary>
    public void Plan(DateTimeOffset at)
    {
        foreach (var reopen in LostOutputs.Commands(world.Network, at).ToList())
        {
            world.Execute(reopen, at);
        }

        var state = world.Network;
        Commit(Streams(state, planner.Plan(state), NoHash, at, null), at);
    }

    // Decides what the record decided, from the same state, and says where it comes out otherwise. Where the record
    // does not tell from which state it decided, it is the newest of those from which it comes out the same.
    private void Again(PlanPoint point, DateTimeOffset at)
    {
        (IReadOnlyList<StreamAppend> Streams, string? Difference)? chosen = null;
        foreach (var read in reads.For(point, planner))
        {
            var answer = Again(point, read.State, read.Hash);
            chosen = chosen is null || answer.Difference is null ? answer : chosen;
            if (answer.Difference is null)
            {
                break;
            }
        }

        var (streams, difference) = chosen ?? ([], "nothing is known from which it was made");
        if (difference is null)
        {
            same++;
        }
        else
        {
            first ??= difference;
            IsDiverged = true;
            notes.Add($"the record is left here: {difference}");
        }

        compared++;
        Commit(streams, at);
        reads.Restart(world.State);
    }

    private (IReadOnlyList<StreamAppend> Streams, string? Difference) Again(
        PlanPoint point, NetworkState state, string? known)
    {
        var made = point.IsImprovement ? Improved(planner.Look(state)) : planner.Plan(state);
        var hash = known ?? SnapshotCanonical.Hash(made.Snapshot);
        var streams = Streams(state, made, hash, point.At, point.Adopted?.Trigger);
        return (streams, DecisionBytes.Difference(point, streams));
    }

    private (NetworkSnapshot Snapshot, Proposal? Proposal) Improved(NetworkSnapshot snapshot) =>
        (snapshot, planner.Improve(snapshot).Adoptable);

    private IReadOnlyList<StreamAppend> Streams(
        NetworkState state, (NetworkSnapshot Snapshot, Proposal? Proposal) made, string hash, DateTimeOffset decided,
        string? trigger)
    {
        if (made.Proposal is null)
        {
            return [];
        }

        // Checking costs as much as planning. The planner's own tests hold each plan of tier 0 to the verifier, and
        // nothing of a branch is carried out.
        var violations = IsDiverged && planner.IsOwn ? [] : PlanVerifier.Check(made.Snapshot, made.Proposal);
        if (violations.Count > 0)
        {
            notes.Add($"a plan breaks rules and is not adopted: {violations[0]}");
            return [];
        }

        var reason = trigger ?? ReplanTrigger.Of(news) ?? "the branch began";
        return PlanAdoption.Streams(state, made.Proposal, hash, reason, decided);
    }

    private void Commit(IReadOnlyList<StreamAppend> streams, DateTimeOffset at)
    {
        if (++made >= BranchLimits.MaxPlans)
        {
            IsExhausted = true;
            notes.Add($"it ends after {BranchLimits.MaxPlans} plans, the most of a branch");
        }

        news.Clear();
        changed.Clear();
        if (!world.Append(streams, at))
        {
            // Something of a changed job happened between reading and adopting: the replanner reads again, and so
            // does the branch.
            Plan(at);
            return;
        }

        var jobs = changed.Distinct().Order().ToList();
        foreach (var job in jobs.Where(model.Has))
        {
            model.Schedule(job, at);
        }

        Compare(jobs, at);
    }

    // A job whose plan is another than in the record ends as the model says from now on.
    private void Compare(IEnumerable<JobId> jobs, DateTimeOffset at)
    {
        if (!IsDiverged)
        {
            return;
        }

        foreach (var job in jobs.Distinct().Order().Where(job => !model.Has(job)))
        {
            var ours = world.State.Plan?.Jobs.GetValueOrDefault(job);
            if (world.State.Jobs.ContainsKey(job)
                && !PlanEquality.IsSame(ours, recorded?.Jobs.GetValueOrDefault(job)))
            {
                model.Take(job, at);
            }
        }
    }
}
