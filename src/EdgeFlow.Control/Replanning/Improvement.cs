using System.Globalization;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Bounds;
using EdgeFlow.Planning.Search;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Control.Replanning;

/// <summary>What a search of tier 1 for a better plan came to. Immutable; found by <see cref="Find"/> only.</summary>
/// <param name="Found">The best plan found.</param>
/// <param name="Before">The objective of the plan in force.</param>
/// <param name="Violations">What is wrong with it, if it is better. The search knows neither variants nor accelerators:
/// what it finds where jobs have them may not hold.</param>
/// <param name="EndsSooner">Whether batch jobs end sooner, by more than their moves cost.</param>
public sealed record Improvement(
    Proposal Found, double Before, IReadOnlyList<PlanViolation> Violations, bool EndsSooner = false)
{
    // Work between two looks at whether something happened: a few milliseconds.
    private const long Slice = 1 << 18;

    // Of a bound: a second of a core on hundreds of nodes, some seconds on a thousand.
    private const long BoundWork = 100_000_000;

    // The search does not take a core from the loop that plans for events.
    private const int Cores = 1;

    /// <summary>Whether it is worth more than the plan in force: by the objective, or for the batch jobs where the
    /// objective does not lose by it.</summary>
    public bool IsBetter => Found.Changed.Count > 0
        && (Found.Report.Objective > Before || (EndsSooner && Found.Report.Objective >= Before));

    /// <summary>The plan to adopt; null when it is not better or does not hold.</summary>
    public Proposal? Adoptable => IsBetter && Violations.Count == 0 ? Found : null;

    /// <summary>Why it is adopted, in words.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"a better plan was found: objective {Before:0.####} to {Found.Report.Objective:0.####}"
        + $"{(EndsSooner ? ", batch jobs end sooner" : "")}");

    /// <summary>Searches. Deterministic, but for being given up.</summary>
    /// <param name="snapshot">The planner's input, with the plan in force.</param>
    /// <param name="options">The seed, and how much work the search may take.</param>
    /// <param name="isOver">Whether something happened meanwhile; asked every few milliseconds, and while
    /// batch jobs are scheduled after a tenth of a second.</param>
    /// <returns>Null when something happened meanwhile.</returns>
    public static Improvement? Find(NetworkSnapshot snapshot, PlanningOptions options, Func<bool> isOver)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(isOver);
        var before = Planner.Plan(snapshot, options.Seed).Report.Objective;
        var search = new TierOneSearch(snapshot, options.Seed, Cores);
        while (search.Work < options.ImproveWork && !search.IsExhausted)
        {
            if (isOver())
            {
                return null;
            }

            search.Advance(Math.Min(options.ImproveWork, search.Work + Slice));
        }

        if (isOver())
        {
            return null;
        }

        var best = new Improvement(search.Best(), before, [], search.HasShortened);
        if (!best.IsBetter)
        {
            return best;
        }

        // The plan is kept with how near it is to the best: see Optimality.
        var proven = best with { Found = Optimality.Prove(snapshot, best.Found, BoundWork) };
        proven = proven with { Violations = PlanVerifier.Check(snapshot, proven.Found) };
        return isOver() ? null : proven;
    }
}
