using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Plans;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Why a job is planned as it is, or why it waits.</summary>
/// <param name="Job">The job.</param>
/// <param name="Waiting">Why it waits; null when it is placed.</param>
/// <param name="Rate">Stream: rate granted, frames a second; 0 for batch and while it waits.</param>
/// <param name="SpanMs">Latency of a frame, or makespan, in milliseconds.</param>
/// <param name="Bottleneck">What limits its rate, in words; the pointer while it waits.</param>
/// <param name="PricePerHour">What it costs an hour at this rate.</param>
/// <param name="Watts">What power its computation draws above idle at this rate.</param>
/// <param name="Accuracy">Product of its tasks' accuracies.</param>
/// <param name="Raises">What would raise its rate.</param>
/// <param name="Tasks">One entry a task, in the manifest's order.</param>
/// <param name="Flows">One entry a flow, by flow; none while it waits.</param>
/// <param name="Words">All of it in plain sentences.</param>
public sealed record JobExplanation(
    JobId Job, WaitingJob? Waiting, double Rate, double SpanMs, string Bottleneck, double PricePerHour, double Watts,
    double Accuracy, IReadOnlyList<RateRaise> Raises, IReadOnlyList<TaskExplanation> Tasks,
    IReadOnlyList<FlowReport> Flows, IReadOnlyList<string> Words)
{
    /// <summary>Those of the sentences that are about its rate and its flows; of a job that waits, why.</summary>
    public IReadOnlyList<string> RateWords { get; init; } = [];
}
