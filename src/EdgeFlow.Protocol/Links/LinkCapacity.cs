namespace EdgeFlow.Protocol.Links;

/// <summary>What a link has now: <c>PUT /v1/links/{link}/capacity</c>. The declared capacity (or null) restores it; 0
/// is down.</summary>
/// <param name="CapacityBitsPerSecond">Bits a second; null for as declared.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record LinkCapacity(long? CapacityBitsPerSecond, string? Reason);
