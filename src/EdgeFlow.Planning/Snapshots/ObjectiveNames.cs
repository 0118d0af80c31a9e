namespace EdgeFlow.Planning.Snapshots;

/// <summary>Objectives as people write them: <c>max-min</c> for <see cref="Objective.MaxMin"/>. Pure.</summary>
public static class ObjectiveNames
{
    /// <summary>All names, in the order of the objectives.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Objective>().Select(Of)];

    /// <summary>The name of an objective.</summary>
    public static string Of(Objective objective) => string.Concat(objective.ToString().Select(
        (c, k) => k > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>The objective of a name, in any case and with or without hyphens; null when there is none.</summary>
    public static Objective? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var objective in Enum.GetValues<Objective>())
        {
            if (string.Equals(
                objective.ToString(), name.Replace("-", "", StringComparison.Ordinal),
                StringComparison.OrdinalIgnoreCase))
            {
                return objective;
            }
        }

        return null;
    }
}
