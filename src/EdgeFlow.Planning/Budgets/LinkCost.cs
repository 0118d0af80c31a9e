using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Budgets;

/// <summary>What a flow costs on one link of its route.</summary>
/// <param name="Link">The link.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record LinkCost(LinkId Link, double PricePerGigabyte)
{
    /// <summary>Price of so many bytes over it.</summary>
    public double Price(double bytes) => 8 * bytes * PricePerGigabyte / Spending.BitsPerGigabyte;
}
