namespace EdgeFlow.Protocol.Plans;

/// <summary>Something that would raise a job's rate.</summary>
/// <param name="What">What, in words.</param>
/// <param name="RatePerSecond">The rate that it could then have.</param>
public sealed record RateRaise(string What, double RatePerSecond);
