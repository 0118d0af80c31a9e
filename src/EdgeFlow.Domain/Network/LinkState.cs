using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Network;

/// <summary>A link as its events tell it. Immutable; made by <see cref="LinkDecider.Evolve"/> only.</summary>
/// <param name="Link">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Declared">What it has when all is well.</param>
/// <param name="Capacity">What it has now.</param>
/// <param name="Delay">Delay of a passage.</param>
/// <param name="Reason">Degraded: why; else empty.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record LinkState(
    LinkId Link, NodeId A, NodeId B, LinkStatus Status, BitsPerSecond Declared, BitsPerSecond Capacity,
    Milliseconds Delay, string Reason, double PricePerGigabyte = 0);
