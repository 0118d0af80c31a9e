using System.Text.Json;
using EdgeFlow.Protocol.Jobs;

namespace EdgeFlow.Cli.Jobs;

/// <summary>The link between runs in words.</summary>
internal static class RerunSentence
{
    private const int MostNames = 12;

    /// <summary>What follows the sentence about a submission; nothing where it repeats no run.</summary>
    public static string Of(JsonElement submitted)
    {
        if (!submitted.TryGetProperty("rerun", out var rerun) || rerun.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var from = rerun.TryGetProperty("from", out var task) ? $" from {task} on" : "";
        var kept = rerun.GetProperty("reused").EnumerateArray().Select(entry => entry.GetProperty("task").ToString());
        return $", a rerun of {rerun.GetProperty("job")}{from}; {Kept([.. kept])}";
    }

    /// <summary>What a job repeats and what repeats it, a line each.</summary>
    public static IEnumerable<string> Of(JobView job)
    {
        if (job.Rerun is { } rerun)
        {
            var from = rerun.From is null ? "" : $" from {rerun.From} on";
            yield return $"A rerun of {rerun.Of}{from}; {Kept([.. rerun.Reused.Select(task => task.Task)])}.";
            foreach (var computed in rerun.Computed.Take(MostNames))
            {
                yield return $"  {computed.Task} is computed: {computed.Reason}";
            }

            if (rerun.Computed.Count > MostNames)
            {
                yield return $"  and {rerun.Computed.Count - MostNames} more";
            }
        }

        if (job.Runs is { Count: > 1 } runs)
        {
            yield return $"Its runs: {Names([.. runs.Select(run => run.Job)])}.";
        }
    }

    private static string Kept(IReadOnlyList<string> tasks) =>
        tasks.Count == 0 ? "keeps no results" : $"keeps the results of {Names(tasks)}";

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames))
        + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
