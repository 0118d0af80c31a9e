using System.Globalization;

namespace EdgeFlow.Planning.Explanations;

/// <summary>Puts the comparison of two plans in plain sentences.</summary>
internal static class WhyNotWords
{
    /// <summary>The sentences of an answer whose plans were compared.</summary>
    public static IReadOnlyList<string> Of(WhyNotAnswer answer)
    {
        var then = answer.Then!;
        var words = new List<string> { First(answer) };
        if (answer.Now is { } now)
        {
            if (now.Rate > 0 || then.Rate > 0)
            {
                words.Add(Say($"{answer.Job} would run at {then.Rate:0.###} frames/s, now {now.Rate:0.###}; ")
                    + $"its rate would be limited by {then.Bottleneck}, now {now.Bottleneck}.");
                words.Add(Say($"A frame would take {then.SpanMs:0.###} ms, now {now.SpanMs:0.###}."));
            }
            else
            {
                words.Add(Say($"It would end after {then.SpanMs:0.###} ms, now {now.SpanMs:0.###}."));
            }
        }

        words.Add(answer.Others.Count == 0
            ? "No other job would get another rate."
            : "Other jobs: " + string.Join(", ", answer.Others.Select(o => o.After > 0
                ? Say($"{o.Job} {o.After:0.###} frames/s, now {o.Before:0.###}")
                : Say($"{o.Job} would wait, now {o.Before:0.###} frames/s"))) + ".");
        words.Add(answer.Moved.Count == 0
            ? "Nothing would move."
            : $"What would move: {string.Join(", ", answer.Moved)}.");
        return words;
    }

    private static string First(WhyNotAnswer answer) => answer switch
    {
        { Now: null } => $"With {answer.Task} on {answer.Node}, {answer.Job} could be placed.",
        { Verdict: WhyNotVerdict.Worse } =>
            $"{answer.Task} of {answer.Job} may be on {answer.Node}, but something gets worse then.",
        { Now: { } now, Then: { } then } when then.Rate > now.Rate => $"{answer.Task} of {answer.Job} may be on "
            + $"{answer.Node}, and it would be faster there; running jobs move only for a rate "
            + Say($"{Placement.TierZeroEmbedder.WorthMoving} times as high, and only when they are planned anew."),
        { Now: { } now, Then: { } then } when then.SpanMs < now.SpanMs => $"{answer.Task} of {answer.Job} may be on "
            + $"{answer.Node}, and nothing gets worse then: only time is saved, of which the planner asks no more than "
            + "the bound.",
        _ => $"{answer.Task} of {answer.Job} may be on {answer.Node}, and nothing gets worse then: "
            + "it is as good as where it is.",
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
