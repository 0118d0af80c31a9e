using EdgeFlow.Domain.Settings;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Settings;

/// <summary>Checks the planner's settings where they come in: the names that there are, and the ranges. Pure.</summary>
public static class SettingWords
{
    /// <summary>The policies that may answer events: those that are done at once. A search would hold up every
    /// event.</summary>
    public static IReadOnlyList<string> Policies { get; } =
        [.. PolicyCatalog.All.Where(entry => entry.Search is null).Select(entry => entry.Name)];

    /// <summary>Everything that is wrong.</summary>
    public static IReadOnlyList<ProblemError> Problems(PlannerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var errors = new List<ProblemError>();
        if (settings.Policy is { } policy && !Policies.Contains(policy))
        {
            Add("/policy", "there is no such policy for events", $"one of {string.Join(", ", Policies)}");
        }

        if (settings.Objective is { } objective && !ObjectiveNames.All.Contains(objective))
        {
            Add("/objective", "there is no such objective", $"one of {string.Join(", ", ObjectiveNames.All)}");
        }

        if (settings.MostMoved is not (null or (>= 0 and <= 1)))
        {
            Add("/mostMoved", "is out of range", "a number from 0 to 1");
        }

        if (settings.ImproveAfterSeconds is not (null or (>= 0 and <= PlannerSettings.MaxImproveAfterSeconds)))
        {
            Add(
                "/improveAfterSeconds", "is out of range",
                $"a number of seconds from 0 to {PlannerSettings.MaxImproveAfterSeconds}");
        }

        if (settings.ImproveWork is not (null or (>= 1 and <= PlannerSettings.MaxImproveWork)))
        {
            Add("/improveWork", "is out of range", $"a whole number from 1 to {PlannerSettings.MaxImproveWork}");
        }

        return errors;

        void Add(string pointer, string problem, string expected) =>
            errors.Add(new ProblemError(pointer, 0, 0, problem, expected));
    }
}
