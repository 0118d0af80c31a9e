namespace EdgeFlow.Protocol.Plans;

/// <summary>The first place where two JSON documents differ.</summary>
/// <param name="Pointer">JSON pointer to it.</param>
/// <param name="Recorded">What stands there in the recorded one; null when nothing does.</param>
/// <param name="Now">What stands there now; null when nothing does.</param>
public sealed record DocumentDifference(string Pointer, string? Recorded, string? Now);
