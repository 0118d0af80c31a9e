using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Search;

/// <summary>
/// Tier 1 as a policy: <see cref="TierOneSearch"/> for a fixed amount of counted work. Where every plan in force holds
/// and no job waits, nothing changes: to improve a plan in the background, run the search itself. Stateless and
/// thread-safe.
/// </summary>
/// <param name="work">Counted work to spend.</param>
/// <param name="cores">Most threads at work; it does not change the result.</param>
/// <param name="options">The options; null for the usual ones.</param>
public sealed class TierOnePolicy(long work, int cores, TierOneOptions? options = null) : IPolicy
{
    /// <summary>The policy's name and version.</summary>
    public const string PolicyName = "tier1/6";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Proposal Plan(NetworkSnapshot snapshot, ulong seed)
    {
        var search = new TierOneSearch(snapshot, seed, cores, options, hasOneForm: true);
        if (search.IsTouched)
        {
            search.Advance(work);
        }

        return search.Written();
    }
}
