using System.Text.Json;
using EdgeFlow.Planning;
using EdgeFlow.Protocol.Plans;

namespace EdgeFlow.Control.Plans;

/// <summary>The planner's explanations as they cross the wire. Pure.</summary>
internal static class ExplanationViews
{
    /// <summary>An explanation.</summary>
    /// <param name="its">What the planner says.</param>
    /// <param name="revision">The revision in force.</param>
    /// <param name="decided">Which plan placed it so, in words.</param>
    /// <param name="more">Sentences that follow the planner's.</param>
    public static Protocol.Plans.JobExplanation View(
        Planning.Explanations.JobExplanation its, int revision, string? decided, IEnumerable<string> more) => new(
            its.Job.Value, revision, [.. its.Words, .. more], decided, its.Waiting?.Pointer, its.Rate, its.SpanMs,
            its.Bottleneck, its.PricePerHour, its.Watts, its.Accuracy,
            [.. its.Raises.Select(raise => new Protocol.Plans.RateRaise(raise.What, raise.Rate))],
            [.. its.Tasks.Select(View)], [.. its.Flows.Select(View)]);

    /// <summary>Why a job has its rate.</summary>
    /// <param name="its">What the planner says.</param>
    /// <param name="revision">The revision in force.</param>
    /// <param name="price">What the proof asks for its bottleneck; null for nothing.</param>
    /// <param name="more">Sentences that follow the planner's.</param>
    public static RateExplanation Rate(
        Planning.Explanations.JobExplanation its, int revision, BottleneckPrice? price,
        IEnumerable<string> more) => new(
            its.Job.Value, revision, [.. its.RateWords, .. more], its.Rate, its.Bottleneck, price,
            [.. its.Raises.Select(raise => new Protocol.Plans.RateRaise(raise.What, raise.Rate))],
            [.. its.Flows.Select(View)]);

    /// <summary>An answer to why not.</summary>
    public static Protocol.Plans.WhyNotAnswer View(Planning.Explanations.WhyNotAnswer answer, int revision) => new(
        answer.Job.Value, answer.Task.Value, answer.Node.Value, revision,
        JsonNamingPolicy.CamelCase.ConvertName(answer.Verdict.ToString()), answer.Words, View(answer.Now),
        View(answer.Then),
        [.. answer.Others.Select(other => new Protocol.Plans.RateChange(other.Job.Value, other.Before, other.After))],
        answer.Moved);

    private static Protocol.Plans.JobOutcome? View(Planning.Explanations.JobOutcome? outcome) => outcome is null
        ? null
        : new Protocol.Plans.JobOutcome(outcome.Rate, outcome.SpanMs, outcome.Bottleneck);

    private static Protocol.Plans.TaskExplanation View(Planning.Explanations.TaskExplanation task) => new(
        task.Task.Value, task.Node?.Value, task.Variant, task.Able,
        [.. task.Candidates.Select(node => new CandidateNode(node.Node.Value, node.Price, node.Rejected))],
        [.. task.Refused.Select(refused => new Protocol.Plans.RefusedNodes(
            refused.Reason, refused.Count, refused.Example.Value))], task.Words);

    private static FlowExplanation View(FlowReport flow) => new(
        new PlannedFlow(
            flow.Flow.From.Value, flow.Flow.To.Value, [.. flow.Nodes.Select(node => node.Value)],
            [.. flow.Links.Select(link => link.Value)], flow.Bandwidth.Value),
        flow.Bottleneck?.Value, flow.Fill, flow.Price);
}
