using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Planning.Budgets;

/// <summary>What a placed task costs by a plan.</summary>
/// <param name="Task">The task.</param>
/// <param name="Node">Where it is placed.</param>
/// <param name="Seconds">Computation of a frame; batch: of the whole task.</param>
/// <param name="BusyWatts">The node's power above idle while it computes; 0 when not known.</param>
/// <param name="PricePerHour">The node's price of an hour of computation; 0 is free.</param>
public sealed record TaskCost(TaskId Task, NodeId Node, double Seconds, double BusyWatts, double PricePerHour)
{
    /// <summary>Energy above idle of so many seconds of computation there, in joules.</summary>
    public double Joules(double seconds) => seconds * BusyWatts;

    /// <summary>Price of so many seconds of computation there.</summary>
    public double Price(double seconds) => seconds * PricePerHour / Spending.SecondsPerHour;
}
