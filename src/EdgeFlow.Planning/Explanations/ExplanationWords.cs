using System.Globalization;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Planning.Placement;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Puts an explanation in plain sentences. Numbers are invariant, so that a text can be compared.</summary>
internal static class ExplanationWords
{
    /// <summary>The pointer of a job that waits for nothing but the next plan.</summary>
    public const string NotYet = "/";

    private const double Mega = 1e6;
    private const double Told = 1.001;

    /// <summary>The sentences of a placed job.</summary>
    /// <param name="job">The job as submitted.</param>
    /// <param name="its">What was found out about it.</param>
    /// <param name="fair">Its fair rate now, which may be above the one in force.</param>
    public static IReadOnlyList<string> Of(SnapshotJob job, JobExplanation its, double fair) =>
    [
        .. Rates(job, its, fair), .. Costs(job.Demand, its), .. its.Tasks.Select(Task), .. its.Flows.Select(Flow),
    ];

    /// <summary>Those of its rate and its flows.</summary>
    public static IReadOnlyList<string> OfRate(SnapshotJob job, JobExplanation its, double fair) =>
        [.. Rates(job, its, fair), .. its.Flows.Select(Flow)];

    private static List<string> Rates(SnapshotJob job, JobExplanation its, double fair)
    {
        var words = new List<string>();
        if (job.Demand.Mode == JobMode.Stream)
        {
            words.Add(Rate(job.Demand, its));
            words.Add(Limit(its));
            words.AddRange(its.Raises.Select(r => Say($"With {r.What} it could run at {r.Rate:0.###} frames/s.")));
            if (fair > its.Rate * Told)
            {
                words.Add(Say($"Its share is {fair:0.###} frames/s now; ")
                    + Say($"it is told so when that is {Policies.PlanWriter.WorthTelling} times what it has."));
            }
        }
        else
        {
            words.Add(Say($"{its.Job} is a batch job: it ends {its.SpanMs:0.###} ms after it starts."));
        }

        return words;
    }

    /// <summary>The sentences of a job that waits, but for those of its tasks.</summary>
    public static IReadOnlyList<string> OfWaiting(JobExplanation its, string? broken)
    {
        var waiting = its.Waiting!;
        var words = new List<string>();
        if (broken is not null)
        {
            words.Add($"The plan of {its.Job} does not hold any more: {broken}.");
        }

        words.Add(waiting.Pointer == NotYet
            ? $"{its.Job} is not placed yet: {waiting.Reason}."
            : $"{its.Job} waits: {waiting.Reason} ({waiting.Pointer}).");
        if (waiting.Conflicts is { Count: > 0 } conflicts)
        {
            var demands = string.Join("; ", conflicts.Select(c => $"{c.Demand} ({c.Pointer})"));
            words.Add(conflicts.Count == 1 ? $"What cannot be met is {demands}."
                : $"These cannot be met together: {demands}.");
        }

        if (waiting.Nearest is { } nearest)
        {
            words.Add($"What would fit: {nearest}.");
        }

        return words;
    }

    /// <summary>The sentences of a task of a job that waits: why which nodes cannot host it.</summary>
    public static IReadOnlyList<string> Refused(TaskExplanation task) =>
        [.. task.Refused.Select(r => $"{task.Task}: {Nodes(r)} {r.Reason}.")];

    /// <summary>The sentence of a placed task.</summary>
    public static string Task(TaskExplanation task)
    {
        var variant = task.Variant == ModelVariant.Full ? "" : $" as {task.Variant}";
        var refused = string.Concat(task.Refused.Select(r => $" {Nodes(r)} {r.Reason}."));
        var where = $"{task.Task} is on {task.Node}{variant}";
        if (task.Able <= 1)
        {
            return $"{where}, the only node that may host it.{refused}";
        }

        // That a dearer node was not taken need not be said of each.
        var prices = task.Candidates.Select(c => c.Price is { } price
            ? Say($"{c.Node} at {price:G3}") + (c.Rejected is null or CandidateWords.Dearer ? "" : $" ({c.Rejected})")
            : $"{c.Node}");
        var more = task.Able > task.Candidates.Count ? Say($", and {task.Able - task.Candidates.Count} more") : "";
        var all = string.Join(", ", prices) + more;
        return Say($"{where}; {task.Able} nodes could host it, at these prices: {all}.{refused}");
    }

    private static string Rate(JobDemand demand, JobExplanation its)
    {
        var asked = new List<string>();
        Add("required", demand.Required?.Value);
        Add("wished", demand.Wished?.Value);
        var bound = demand.LatencyBound is { } most ? Say($", at most {most.Value:0.###} ms are allowed") : "";
        var rate = Say($"{its.Job} runs at {its.Rate:0.###} frames/s");
        return rate + (asked.Count == 0 ? "" : $" ({string.Join(", ", asked)})")
            + Say($"; a frame takes {its.SpanMs:0.###} ms{bound}.");

        void Add(string what, double? value)
        {
            if (value is { } number)
            {
                asked.Add(Say($"{what} {number:0.###}"));
            }
        }
    }

    private static string Limit(JobExplanation its) => its.Bottleneck switch
    {
        "wished rate" => "It has the rate that it wishes.",
        "budget pricePerHour" => "Its rate is as high as its budget of price allows where it is.",
        "budget watts" => "Its rate is as high as its budget of power allows where it is.",
        _ => $"Its rate is limited by {its.Bottleneck}.",
    };

    private static IEnumerable<string> Costs(JobDemand demand, JobExplanation its)
    {
        if (its.PricePerHour > 0 || demand.Budget?.PricePerHour is not null)
        {
            yield return Say($"It costs {its.PricePerHour:0.####} an hour")
                + (demand.Budget?.PricePerHour is { } most ? Say($", {most:0.####} are allowed.") : ".");
        }

        if (its.Watts > 0 || demand.Budget?.Watts is not null)
        {
            yield return Say($"Its computation draws {its.Watts:0.###} W above idle")
                + (demand.Budget?.Watts is { } most ? Say($", {most:0.###} are allowed.") : ".");
        }

        if (its.Accuracy < 1 || demand.Accuracy is not null)
        {
            yield return Say($"Its accuracy is {its.Accuracy:0.####}")
                + (demand.Accuracy is { } least ? Say($", at least {least:0.####} is asked.") : ".");
        }
    }

    private static string Flow(FlowReport flow) => flow.Links.Count == 0
        ? $"{flow.Flow} stays on {flow.Nodes[0]}."
        : Say($"{flow.Flow} goes {string.Join(" → ", flow.Nodes)} with {flow.Bandwidth.Value / Mega:0.###} Mbit/s; ")
            + Say($"the fullest link on its way is {flow.Bottleneck}, {flow.Fill * 100:0.#} % full, ")
            + Say($"and another Mbit/s costs {flow.Price:G3}.");

    private static string Nodes(RefusedNodes refused) => refused.Count == 1 ? $"{refused.Example}"
        : Say($"{refused.Example} (and {refused.Count - 1} more)");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
