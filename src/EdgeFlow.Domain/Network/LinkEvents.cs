using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Network;

/// <summary>A link was declared, or its properties changed.</summary>
/// <param name="Link">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Capacity">
/// What both directions share (half duplex), or each has (full duplex), as the snapshot says.
/// </param>
/// <param name="Delay">Delay of a passage.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record LinkDeclared(
    LinkId Link, NodeId A, NodeId B, BitsPerSecond Capacity, Milliseconds Delay, DateTimeOffset OccurredAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double PricePerGigabyte = 0) : IEvent;

/// <summary>A measured change of a link that a decision depends on.</summary>
/// <param name="Link">The link.</param>
/// <param name="Capacity">What it has now; 0 when down.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="OccurredAt">When.</param>
public sealed record LinkDegraded(
    LinkId Link, BitsPerSecond Capacity, string Reason, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A degraded link has its declared capacity again.</summary>
/// <param name="Link">The link.</param>
/// <param name="OccurredAt">When.</param>
public sealed record LinkRestored(LinkId Link, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A link was taken away.</summary>
/// <param name="Link">The link.</param>
/// <param name="OccurredAt">When.</param>
public sealed record LinkRemoved(LinkId Link, DateTimeOffset OccurredAt) : IEvent;
