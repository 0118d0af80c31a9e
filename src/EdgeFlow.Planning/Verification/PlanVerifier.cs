using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification.Certificates;

namespace EdgeFlow.Planning.Verification;

/// <summary>
/// Checks a proposal against its snapshot by plain arithmetic. Shares no code with the planner, so that a bug there
/// cannot excuse itself. Link sums are integers and exact; node sums, rates and times are doubles, compared with
/// <see cref="Tolerance"/>. Stateless and thread-safe; never throws for a valid snapshot.
/// </summary>
public static class PlanVerifier
{
    /// <summary>Relative tolerance of comparisons between doubles.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Checks everything.</summary>
    /// <param name="snapshot">What the proposal was made from.</param>
    /// <param name="proposal">The proposal.</param>
    /// <returns>What is wrong, in the order found; empty when the proposal may be adopted.</returns>
    public static IReadOnlyList<PlanViolation> Check(NetworkSnapshot snapshot, Proposal proposal)
    {
        var found = new List<PlanViolation>();
        var facts = new Facts(snapshot);
        CheckBookkeeping(facts, proposal, found);
        var changed = proposal.Changed.ToHashSet();
        foreach (var plan in proposal.Jobs)
        {
            if (facts.Jobs.TryGetValue(plan.Job, out var job))
            {
                job = PlannedForm.Of(job, plan, found);
                var check = new JobCheck(facts, job, plan, found);
                if (check.PlacementsHold())
                {
                    check.ConstraintsHold();
                    check.RoutesHold();
                    check.RatesHold();
                    check.TimesHold(isChanged: changed.Contains(plan.Job));
                    BudgetCheck.Run(facts, job, plan, found);
                }
            }
        }

        new TotalsCheck(facts, proposal, found).Run();
        found.AddRange(BoundCheck.Run(facts, proposal));
        return found;
    }

    private static void CheckBookkeeping(Facts facts, Proposal proposal, List<PlanViolation> found)
    {
        if (proposal.Parent != facts.Snapshot.Revision)
        {
            found.Add(new PlanViolation(
                "parent", null, $"made from {proposal.Parent}, in force is {facts.Snapshot.Revision}"));
        }

        var named = proposal.Jobs.Select(p => p.Job).Concat(proposal.Waiting.Select(w => w.Job)).ToList();
        foreach (var group in named.GroupBy(j => j))
        {
            if (group.Count() > 1 || !facts.Jobs.ContainsKey(group.Key))
            {
                found.Add(new PlanViolation(
                    "jobs", group.Key, group.Count() > 1 ? "is planned twice" : "is not in the snapshot"));
            }
        }

        foreach (var missing in facts.Jobs.Keys.Except(named))
        {
            found.Add(new PlanViolation("jobs", missing, "neither planned nor waiting"));
        }

        if (!IsAscending(proposal.Jobs.Select(p => p.Job)) || !IsAscending(proposal.Waiting.Select(w => w.Job))
            || !IsAscending(proposal.Changed))
        {
            found.Add(new PlanViolation("jobs", null, "the lists are not in the order of ids"));
        }

        foreach (var waiting in proposal.Waiting.Where(w => !w.Pointer.StartsWith('/') || w.Reason.Length == 0))
        {
            found.Add(new PlanViolation("jobs", waiting.Job, "waits without saying why"));
        }

        CheckEpochs(facts, proposal, found);
    }

    private static void CheckEpochs(Facts facts, Proposal proposal, List<PlanViolation> found)
    {
        var (planned, changed) = (proposal.Jobs.Select(p => p.Job).ToHashSet(), proposal.Changed.ToHashSet());
        var current = new Dictionary<JobId, JobPlan>();
        foreach (var plan in facts.Snapshot.Current)
        {
            current.TryAdd(plan.Job, plan);
        }

        foreach (var stray in proposal.Changed.Where(c => !planned.Contains(c)))
        {
            found.Add(new PlanViolation("epoch", stray, "is said to have changed, but has no plan"));
        }

        foreach (var plan in proposal.Jobs)
        {
            var before = current.GetValueOrDefault(plan.Job);
            var isChanged = changed.Contains(plan.Job);
            if (isChanged && plan.Epoch != proposal.Parent + 1)
            {
                found.Add(new PlanViolation(
                    "epoch", plan.Job, $"changed, but has epoch {plan.Epoch}, not {proposal.Parent + 1}"));
            }
            else if (!isChanged && (before is null || !IsSame(plan, before)))
            {
                found.Add(new PlanViolation(
                    "epoch", plan.Job, "differs from the plan in force, but is not said to have changed"));
            }
        }
    }

    private static bool IsSame(JobPlan a, JobPlan b) =>
        a.Epoch == b.Epoch && a.Rate.Value.Equals(b.Rate.Value) && a.Span.Value.Equals(b.Span.Value)
        && a.Placements.SequenceEqual(b.Placements) && a.Allocations.SequenceEqual(b.Allocations)
        && a.Routes.Count == b.Routes.Count && a.Routes.Zip(b.Routes).All(r => r.First.Flow == r.Second.Flow
            && r.First.Nodes.SequenceEqual(r.Second.Nodes) && r.First.Links.SequenceEqual(r.Second.Links));

    private static bool IsAscending(IEnumerable<JobId> ids)
    {
        JobId? before = null;
        foreach (var id in ids)
        {
            if (before is { } b && b.CompareTo(id) >= 0)
            {
                return false;
            }

            before = id;
        }

        return true;
    }
}
