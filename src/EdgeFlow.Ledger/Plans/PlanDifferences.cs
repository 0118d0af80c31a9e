using EdgeFlow.Control.Answers;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Ledger.Plans;

/// <summary>What moved from one plan to another, what it cost, and why? Thread safe.</summary>
public sealed class PlanDifferences(PlanMoments moments)
{
    /// <summary>Most plans in between whose reasons are told, the newest.</summary>
    public const int MaxReasons = 50;

    /// <summary>Sets two plans side by side.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other; it may be the earlier one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Answer<PlanDifference>> Find(int from, int to, CancellationToken cancellationToken)
    {
        var before = await moments.Find(from, cancellationToken).ConfigureAwait(false);
        var after = await moments.Find(to, cancellationToken).ConfigureAwait(false);
        if ((before.Refusal ?? after.Refusal) is { } refusal)
        {
            return refusal;
        }

        var why = await moments.Triggers(from, to, MaxReasons, cancellationToken).ConfigureAwait(false);
        return PlanDiff.Of(before.Value!, after.Value!, why);
    }
}
