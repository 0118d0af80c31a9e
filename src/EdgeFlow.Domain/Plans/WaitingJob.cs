using System.Text.Json.Serialization;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Plans;

/// <summary>A job that could not be placed.</summary>
/// <param name="Job">The job.</param>
/// <param name="Pointer">
/// JSON pointer into its manifest to the constraint that cannot be met, e.g. <c>/tasks/2/constraints/labels</c>.
/// </param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Conflicts">
/// The smallest set found of its demands that cannot be met together, by pointer; null when none was looked for.
/// </param>
/// <param name="Nearest">
/// What would be met in their stead, in words; null when none was looked for or nothing was found.
/// </param>
public sealed record WaitingJob(
    JobId Job, string Pointer, string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<WaitingConflict>? Conflicts = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Nearest = null)
{
    /// <summary>All that is known, in one line: the reason, what conflicts where it is more than the reason says, and
    /// what would fit.</summary>
    [JsonIgnore]
    public string Words
    {
        get
        {
            var conflicts = Conflicts is { Count: > 1 }
                ? $"; cannot be met together: {string.Join(", ", Conflicts.Select(c => c.Pointer))}" : "";
            return Reason + conflicts + (Nearest is null ? "" : $"; would fit: {Nearest}");
        }
    }
}
