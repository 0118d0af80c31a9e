using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs;

/// <summary>What a submission may say about the run that it repeats.</summary>
internal static class RerunRules
{
    private const int HashDigits = 64;

    /// <summary>What is wrong, in words that follow "job …:"; null when nothing is.</summary>
    public static string? Wrong(SubmitJob submit)
    {
        if (submit.Rerun is not { } rerun)
        {
            return null;
        }

        if (!Name.IsValid(rerun.Job.Value) || rerun.Job == submit.Job)
        {
            return "the run that it repeats must be another job";
        }

        if (submit.Demand.Mode != JobMode.Batch && (rerun.Reused.Count > 0 || rerun.From is not null))
        {
            return "a stream keeps no results of single tasks: it runs again as a whole";
        }

        var tasks = submit.Tasks.ToHashSet();
        if (rerun.From is { } from && !tasks.Contains(from))
        {
            return $"it has no task '{from}' to begin from";
        }

        var reused = rerun.Reused.Select(task => task.Task).ToList();
        var all = reused.Concat(rerun.Computed.Select(task => task.Task)).ToList();
        return all.Distinct().Count() != all.Count || !all.TrueForAll(tasks.Contains)
            ? "what it reuses and computes must be its own tasks, each once"
            : rerun.Reused.All(IsWhole) ? null : "an output that it reuses needs a node, whole hashes and a size";
    }

    /// <summary>
    /// Whether two submissions ask for the same rerun. What is reused was found when the first of them came; a
    /// repetition of it finds the network changed, and still means the same job.
    /// </summary>
    public static bool IsSame(RerunOf? one, RerunOf? other) => one?.Job == other?.Job && one?.From == other?.From;

    private static bool IsWhole(ReusedTask task) =>
        Name.IsValid(task.Node.Value) && task.OutputBytes >= 0 && IsHash(task.Output) && IsHash(task.Content)
        && (task.ModelHash is null || IsHash(task.ModelHash));

    /// <summary>Whether a text is SHA-256 in lower-case hex.</summary>
    public static bool IsHash(string text) =>
        text.Length == HashDigits && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
