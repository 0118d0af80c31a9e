namespace EdgeFlow.Planning.Explanations;

/// <summary>What a job has under a plan.</summary>
/// <param name="Rate">Stream: frames a second; batch: 0.</param>
/// <param name="SpanMs">Latency of a frame, or makespan, in milliseconds.</param>
/// <param name="Bottleneck">What limits its rate, in words.</param>
public sealed record JobOutcome(double Rate, double SpanMs, string Bottleneck);
