using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeFlow.Durable.Replay;
using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Durable;

/// <summary>Compares what a recorded step was given with what the code gives it now. Pure.</summary>
internal static class InputDifference
{
    /// <summary>Most characters of an input that are told, around the first that differs.</summary>
    public const int MaxText = 120;

    /// <summary>How they differ; null where they do not, or where the history did not keep the input.</summary>
    public static ReplayDifference? Of(HistoryEvent recorded, Step step, Payloads payloads)
    {
        var (before, target) = recorded.EventTypeCase switch
        {
            HistoryEvent.EventTypeOneofCase.TaskScheduled =>
                (recorded.TaskScheduled.Input, recorded.Router?.TargetAppID),
            HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated =>
                (recorded.ChildWorkflowInstanceCreated.Input, recorded.Router?.TargetAppID),
            HistoryEvent.EventTypeOneofCase.EventSent => (recorded.EventSent.Input, null),
            _ => (null, null),
        };
        if (!string.IsNullOrEmpty(target) && target != (step.TargetApp ?? target))
        {
            return new ReplayDifference(recorded.EventId, $"{step} on '{target}'", $"{step} on '{step.TargetApp}'");
        }

        var now = step.Input ?? payloads.Write(step.LateInput);
        return string.IsNullOrEmpty(before) || IsSame(before, now)
            ? null
            : new ReplayDifference(recorded.EventId, $"{step} {Cut(before, now)}", $"{step} {Cut(now, before)}");
    }

    /// <summary>Whether two texts are the same JSON.</summary>
    public static bool IsSame(string? one, string? other)
    {
        if (string.IsNullOrEmpty(one) || string.IsNullOrEmpty(other))
        {
            return string.IsNullOrEmpty(one) == string.IsNullOrEmpty(other);
        }

        try
        {
            return one == other || JsonNode.DeepEquals(JsonNode.Parse(one), JsonNode.Parse(other));
        }
        catch (JsonException)
        {
            return false; // A text that is no JSON is only the same as itself.
        }
    }

    private static string Cut(string? text, string? other)
    {
        text ??= "nothing";
        var same = text.Zip(other ?? "").TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, Math.Min(same - (MaxText / 2), text.Length - MaxText));
        var part = text[from..Math.Min(text.Length, from + MaxText)];
        return $"{(from > 0 ? "…" : "")}{part}{(from + MaxText < text.Length ? "…" : "")}";
    }
}
