using System.Diagnostics;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>How much a search may spend; a policy that is done at once spends what it needs.</summary>
/// <param name="Work">Counted work; null for none named.</param>
/// <param name="Time">Time; null for none named.</param>
public sealed record SearchBudget(long? Work, TimeSpan? Time)
{
    /// <summary>What the policy takes where nobody says how much.</summary>
    public static SearchBudget Usual { get; } = new(null, null);

    /// <summary>Plans by a policy within the budget.</summary>
    /// <param name="entry">The policy.</param>
    /// <param name="snapshot">The input.</param>
    /// <param name="seed">The seed.</param>
    public Proposal Plan(PolicyEntry entry, NetworkSnapshot snapshot, ulong seed)
    {
        if (entry.Name == ExactSolve.Name)
        {
            return ExactSolve.Plan(snapshot, seed, Time).Plan;
        }

        if (entry.Search is not { } begin || (Work ?? Time?.Ticks) is null)
        {
            return Planner.Plan(snapshot, seed, entry.Make());
        }

        var clock = Stopwatch.StartNew();
        var search = begin(snapshot, seed);
        if (Work is { } work)
        {
            search.Advance(work);
        }

        while (Time is { } time && clock.Elapsed < time && !search.IsExhausted)
        {
            search.Advance(search.Work + 1);
        }

        return search.Best();
    }
}
