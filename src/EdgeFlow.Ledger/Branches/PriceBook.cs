using EdgeFlow.Control.Replanning;
using EdgeFlow.Domain.Plans;
using EdgeFlow.Ledger.World;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;

namespace EdgeFlow.Ledger.Branches;

/// <summary>
/// What plans cost in a world: of a frame for streams, of the whole job for batch. Where neither a node nor a link has
/// a price nothing is looked up. Owned by one run; not thread-safe.
/// </summary>
internal sealed class PriceBook
{
    private readonly Func<NetworkSnapshot>? look;
    private PlanCosts? costs;

    private PriceBook(Func<NetworkSnapshot>? look) => this.look = look;

    /// <summary>Nothing costs anything.</summary>
    public static PriceBook Free { get; } = new(null);

    /// <summary>The prices of a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="options">How snapshots are made of it.</param>
    public static PriceBook Of(WorldState world, PlanningOptions options) => new(
        HasPrices(world) ? () => SnapshotBuilder.Build(WorldNetwork.Of(world), options) : null);

    /// <summary>What a plan costs.</summary>
    public double Of(JobPlan plan)
    {
        if (look is null)
        {
            return 0;
        }

        costs ??= new PlanCosts(look());
        return costs.Of(plan).Price;
    }

    private static bool HasPrices(WorldState world) =>
        world.Nodes.Values.Any(node => node.State.Capacity.PricePerHour > 0)
        || world.Links.Values.Any(link => link.State.PricePerGigabyte > 0);
}
