using System.Collections.Immutable;

namespace EdgeFlow.Domain;

/// <summary>The command is accepted.</summary>
/// <param name="Events">What to append, in order; empty when nothing changes.</param>
public sealed record Accepted(ImmutableArray<IEvent> Events) : Decision;
