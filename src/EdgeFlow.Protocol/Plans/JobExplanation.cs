namespace EdgeFlow.Protocol.Plans;

/// <summary>Why a job is planned as it is, or why it waits:
/// <c>GET /v1/plans/current/jobs/{job}/explanation</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Revision">The revision in force when it was explained.</param>
/// <param name="Words">All of it in plain sentences.</param>
/// <param name="Decided">Which plan placed it so, and why; null while it waits or once that plan was pruned.</param>
/// <param name="WaitsFor">JSON pointer into its manifest to what cannot be met; null when it is placed.</param>
/// <param name="RatePerSecond">Stream: frames a second granted.</param>
/// <param name="SpanMs">Stream: latency of a frame; batch: makespan.</param>
/// <param name="Bottleneck">What limits its rate.</param>
/// <param name="PricePerHour">What it costs an hour.</param>
/// <param name="Watts">What power its computation draws above idle.</param>
/// <param name="Accuracy">Product of its tasks' accuracies.</param>
/// <param name="Raises">What would raise its rate, everything placed as it is.</param>
/// <param name="Tasks">One entry a task.</param>
/// <param name="Flows">One entry a flow.</param>
public sealed record JobExplanation(
    string Job, int Revision, IReadOnlyList<string> Words, string? Decided, string? WaitsFor, double RatePerSecond,
    double SpanMs, string Bottleneck, double PricePerHour, double Watts, double Accuracy,
    IReadOnlyList<RateRaise> Raises, IReadOnlyList<TaskExplanation> Tasks, IReadOnlyList<FlowExplanation> Flows);
