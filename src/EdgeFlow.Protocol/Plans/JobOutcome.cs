namespace EdgeFlow.Protocol.Plans;

/// <summary>What a job has under a plan.</summary>
/// <param name="RatePerSecond">Stream: frames a second.</param>
/// <param name="SpanMs">Stream: latency of a frame; batch: makespan.</param>
/// <param name="Bottleneck">What limits its rate.</param>
public sealed record JobOutcome(double RatePerSecond, double SpanMs, string Bottleneck);
