using EdgeFlow.Domain.Jobs;

namespace EdgeFlow.Control.Reruns;

/// <summary>The link to an earlier run as a sentence. Pure.</summary>
internal static class RerunWords
{
    private const int MostNames = 12;

    /// <summary>The sentence; none for a job of its own.</summary>
    public static IEnumerable<string> Of(RerunOf? rerun)
    {
        if (rerun is null)
        {
            yield break;
        }

        var from = rerun.From is { } task ? $" from {task} on" : "";
        var names = string.Join(", ", rerun.Reused.Take(MostNames).Select(kept => kept.Task));
        var more = rerun.Reused.Count > MostNames ? $" and {rerun.Reused.Count - MostNames} more" : "";
        var kept = rerun.Reused.Count == 0
            ? "it keeps no results of it"
            : $"{names}{more} need no place, since their results are kept";
        yield return $"It is a rerun of {rerun.Job}{from}; {kept}.";
    }
}
