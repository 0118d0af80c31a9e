namespace EdgeFlow.Domain.Documents;

/// <summary>Finds what somebody meant to write.</summary>
public static class Spelling
{
    private const int MaxDistance = 2;
    private const int MaxLength = 64;

    /// <summary>
    /// The known word nearest to a written one, within two edits; null when none is. Ties go to the first.
    /// </summary>
    /// <param name="written">The written word.</param>
    /// <param name="known">The known ones.</param>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(known);
        if (written.Length > MaxLength)
        {
            return null;
        }

        var lower = written.ToLowerInvariant();
        var (word, distance) = known
            .Where(candidate => Math.Abs(candidate.Length - written.Length) <= MaxDistance)
            .Select(candidate => (candidate, Distance(lower, candidate.ToLowerInvariant())))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Min(MaxDistance, word.Length / 2) ? word : null;
    }

    /// <summary>
    /// Levenshtein's distance, one row at a time and only within <see cref="MaxDistance"/> of the diagonal: what is
    /// farther apart cannot be meant. Linear in the length.
    /// </summary>
    private static int Distance(string one, string other)
    {
        const int Far = MaxDistance + 1;
        var row = Enumerable.Range(0, other.Length + 1).Select(j => Math.Min(j, Far)).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var first = Math.Max(1, i - MaxDistance);
            var last = Math.Min(other.Length, i + MaxDistance);
            var diagonal = row[first - 1];
            row[first - 1] = first == 1 ? Math.Min(i, Far) : Far;
            for (var j = first; j <= last; j++)
            {
                var above = j == i + MaxDistance ? Far : row[j];
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(above, row[j - 1]));
            }
        }

        return row[other.Length];
    }
}
