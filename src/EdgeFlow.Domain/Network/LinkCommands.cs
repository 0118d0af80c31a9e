using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Network;

/// <summary>Something that somebody wants of a link.</summary>
/// <param name="Link">The link.</param>
/// <param name="OccurredAt">When it was asked; the events take their time from here.</param>
public abstract record LinkCommand(LinkId Link, DateTimeOffset OccurredAt);

/// <summary>
/// Declares a link or changes its properties. The same again changes nothing; other ends need a removal first.
/// </summary>
/// <param name="Link">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Capacity">What it has when all is well, above 0.</param>
/// <param name="Delay">Delay of a passage, ≥ 0.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it, ≥ 0.</param>
public sealed record DeclareLink(
    LinkId Link, NodeId A, NodeId B, BitsPerSecond Capacity, Milliseconds Delay, DateTimeOffset OccurredAt,
    double PricePerGigabyte = 0)
    : LinkCommand(Link, OccurredAt);

/// <summary>
/// Reports a measured capacity that decisions depend on; the declared one or more restores a degraded link.
/// </summary>
/// <param name="Link">The link.</param>
/// <param name="Capacity">What it has now; 0 when down.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record DegradeLink(LinkId Link, BitsPerSecond Capacity, string Reason, DateTimeOffset OccurredAt)
    : LinkCommand(Link, OccurredAt);

/// <summary>Reports that the link has its declared capacity again.</summary>
/// <param name="Link">The link.</param>
/// <param name="OccurredAt">When.</param>
public sealed record RestoreLink(LinkId Link, DateTimeOffset OccurredAt) : LinkCommand(Link, OccurredAt);

/// <summary>Takes the link away.</summary>
/// <param name="Link">The link.</param>
/// <param name="OccurredAt">When.</param>
public sealed record RemoveLink(LinkId Link, DateTimeOffset OccurredAt) : LinkCommand(Link, OccurredAt);
