namespace EdgeFlow.Protocol.Links;

/// <summary>Declares a link, or changes it: <c>PUT /v1/links/{link}</c>.</summary>
/// <param name="A">One end's node.</param>
/// <param name="B">The other end's.</param>
/// <param name="CapacityBitsPerSecond">What both directions share.</param>
/// <param name="DelayMs">Delay of a passage.</param>
/// <param name="PricePerGigabyte">Price of 10⁹ bytes over it; 0 is free.</param>
public sealed record LinkDeclaration(
    string A, string B, long CapacityBitsPerSecond, double DelayMs = 0, double PricePerGigabyte = 0);
