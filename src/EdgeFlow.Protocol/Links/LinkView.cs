namespace EdgeFlow.Protocol.Links;

/// <summary>A link as it is now: <c>GET /v1/links</c>.</summary>
/// <param name="Link">Its id.</param>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="DeclaredBitsPerSecond">As declared.</param>
/// <param name="CapacityBitsPerSecond">What it has now; 0 when down.</param>
/// <param name="DelayMs">Delay of a passage.</param>
/// <param name="Reason">Why it has less than declared; null otherwise.</param>
/// <param name="Revision">Counts its events: its ETag.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record LinkView(
    string Link, string A, string B, long DeclaredBitsPerSecond, long CapacityBitsPerSecond, double DelayMs,
    string? Reason, long Revision, double PricePerGigabyte = 0);
