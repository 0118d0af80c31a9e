using System.Text.Json;
using EdgeFlow.Cli.Jobs;
using EdgeFlow.Cli.Output;
using EdgeFlow.Protocol.Events;

namespace EdgeFlow.Cli.History;

/// <summary>An event as a sentence for people, one form for each type; an unknown type shows its data.</summary>
internal static class EventSentence
{
    /// <summary>The sentence.</summary>
    public static string Of(EventView item)
    {
        var data = item.Data;
        string Text(string name) => data.TryGetProperty(name, out var value) ? value.ToString() : "?";
        double Number(string name) => data.TryGetProperty(name, out var value) && value.TryGetDouble(out var n) ? n : 0;
        return item.Type switch
        {
            "application_declared" => $"application {Text("application")} version {Text("version")} declared",
            "job_submitted" => $"job {Text("job")} submitted: {Text("application")} version {Text("version")}"
                + RerunSentence.Of(data),
            "job_queued" => $"job {Text("job")} waits: {Text("reason")} ({Text("pointer")})",
            "job_refused" => $"job {Text("job")} refused: {Text("reason")} ({Text("pointer")})",
            "job_planned" => $"job {Text("job")} planned, epoch {Text("epoch")}",
            "job_started" => $"job {Text("job")} runs under epoch {Text("epoch")}",
            "task_completed" => $"task {Text("task")} completed on {Text("node")}, attempt {Text("attempt")}, "
                + Units.Duration(Number("elapsedMs")),
            "task_failed" => $"task {Text("task")} failed on {Text("node")}, attempt {Text("attempt")}: "
                + $"{Text("errorType")}: {Text("reason")}",
            "task_reopened" => $"task {Text("task")} is done again: {Text("reason")}",
            "job_completed" => $"job {Text("job")} completed with {Text("frames")} frames",
            "job_failed" => $"job {Text("job")} failed: {Text("errorType")}: {Text("reason")}",
            "job_cancel_requested" => $"{Text("actor")} asked to cancel job {Text("job")}",
            "job_cancelled" => $"job {Text("job")} cancelled",
            "personal_data_destroyed" => $"the personal data of job {Text("job")} destroyed",
            "node_registered" => $"node {Text("node")} registered at {Text("address")}",
            "node_lost" => $"node {Text("node")} given up: {Text("reason")}",
            "node_returned" => $"node {Text("node")} is back",
            "node_drained" => $"node {Text("node")} drains: {Text("reason")}",
            "node_left" => $"node {Text("node")} left",
            "stage_profiled" => $"a stage takes {Units.Number(Number("medianMs"), 2)} ms a frame on {Text("node")} "
                + $"({Text("nodeKind")})",
            "link_declared" => $"link {Text("link")} between {Text("a")} and {Text("b")}: "
                + Units.Bandwidth((long)Number("capacity")),
            "link_degraded" => $"link {Text("link")} has {Units.Bandwidth((long)Number("capacity"))}: {Text("reason")}",
            "link_restored" => $"link {Text("link")} restored",
            "link_removed" => $"link {Text("link")} removed",
            "planner_settings_changed" => $"the planner's settings changed by {Text("source")}: {Settings(data)}",
            "control_plane_configured" => StartSentence.Of(data),
            "plan_adopted" => $"plan {Text("revision")} adopted because {Text("trigger")}{Reasons(data)}",
            _ => $"{item.Type} {data.GetRawText()}",
        };
    }

    private static string Settings(JsonElement data) =>
        data.TryGetProperty("settings", out var settings) && settings.ValueKind == JsonValueKind.Object
        && settings.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).ToList()
            is { Count: > 0 } set
            ? string.Join(", ", set.Select(member => $"{member.Name} {member.Value}"))
            : "as the control plane was started";

    private static string Reasons(JsonElement plan) =>
        plan.TryGetProperty("decision", out var decision) && decision.TryGetProperty("reasons", out var reasons)
            ? string.Concat(reasons.EnumerateArray().Select(reason => $"\n                        {reason}"))
            : "";
}
