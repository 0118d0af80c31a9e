using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Ledger.Plans;

/// <summary>Brings back the moment at which a plan was adopted, from what is kept of it. Thread safe.</summary>
public sealed class PlanMoments(RecordedPlans plans)
{
    /// <summary>The moment of a revision, or why it cannot be had.</summary>
    public async Task<Answer<PlanMoment>> Find(int revision, CancellationToken cancellationToken)
    {
        if (await plans.Find(revision, cancellationToken).ConfigureAwait(false) is not { Adopted: { } adopted } plan)
        {
            return Refusal.Of(ProblemKinds.NotFound, $"There is no plan {revision}.");
        }

        try
        {
            return plan.Snapshot is { } input && Proposed(plan, input) is { } proposal
                ? new PlanMoment(
                    PlanVerdicts.Read<NetworkSnapshot>(input) with { Revision = revision, Current = proposal.Jobs },
                    adopted)
                : Refusal.Of(
                    ProblemKinds.NotFound, $"What plan {revision} was made from is not kept any more"
                        + (plan.Damage is null ? "." : $": {plan.Damage}"));
        }
        catch (JsonException)
        {
            return Refusal.Of(
                ProblemKinds.NotFound, $"What plan {revision} was made from is in a form that is not read any more.");
        }
    }

    /// <summary>Why each plan after one and up to another was made, oldest first, the newest
    /// <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<string>> Triggers(
        int after, int last, int limit, CancellationToken cancellationToken)
    {
        var words = new List<string>();
        for (var revision = Math.Max(after + 1, last - limit + 1); revision <= last; revision++)
        {
            if (await plans.Event(revision, cancellationToken).ConfigureAwait(false) is { } adopted)
            {
                words.Add($"{revision}: {adopted.Trigger}");
            }
        }

        return words;
    }

    // An earlier version kept no proposal; the planner makes it again, where it is still the same.
    private static Proposal? Proposed(RecordedPlan plan, ReadOnlyMemory<byte> input) => plan switch
    {
        { Damage: not null } => null,
        { Proposal: { } output } => PlanVerdicts.Read<Proposal>(output),
        { Report: { } report } => PlanVerdicts.Again(input, PlanVerdicts.Read<PlanReport>(report)),
        _ => null,
    };
}
