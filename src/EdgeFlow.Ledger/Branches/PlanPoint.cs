using EdgeFlow.Domain;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Ledger.Branches;

/// <summary>A moment at which the recorded control plane decided: everything that one append of the planner wrote.
/// Immutable.</summary>
/// <param name="Index">Its first event's place in the history.</param>
/// <param name="Last">Its last event's place.</param>
/// <param name="At">When it was decided, as its events say.</param>
/// <param name="Adopted">The plan; null when jobs only learned why they wait.</param>
/// <param name="Events">All its events with their streams, in order.</param>
internal sealed record PlanPoint(
    int Index, int Last, DateTimeOffset At, PlanAdopted? Adopted, IReadOnlyList<(string Stream, IEvent Event)> Events)
{
    private const string SearchPolicy = "tier1/";

    /// <summary>Whether it was found by the search for better plans, not asked for by an event.</summary>
    public bool IsImprovement =>
        Adopted?.Decision.Policy.StartsWith(SearchPolicy, StringComparison.Ordinal) ?? false;
}
