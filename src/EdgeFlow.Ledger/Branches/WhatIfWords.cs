using System.Globalization;
using EdgeFlow.Planning.Policies;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Reads the names that a what-if may have. Pure.</summary>
public static class WhatIfWords
{
    /// <summary>A policy by its name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string Policy(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return PolicyCatalog.Find(name) is not null
            ? name
            : throw new FormatException(
                $"there is no policy '{ChangeText.Shown(name)}': "
                + string.Join(", ", PolicyCatalog.All.Select(entry => entry.Name)));
    }

    /// <summary>An objective by its name, <c>max-min</c> for <see cref="Objective.MaxMin"/>.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Objective Objective(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ObjectiveNames.Find(name) ?? throw new FormatException(
            $"there is no objective '{ChangeText.Shown(name)}': {string.Join(", ", ObjectiveNames.All)}");
    }

    /// <summary>A point in time as RFC 3339 has it, in UTC where it names no offset; null for another text.</summary>
    public static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time) ? time : null;
}
