namespace EdgeFlow.Domain.Documents;

/// <summary>Finds what somebody meant to write.</summary>
internal static class Spelling
{
    private const int MaxDistance = 2;
    private const int MaxLength = 64;

    /// <summary>
    /// The known word nearest to a written one, within two edits; null when none is. Ties go to the first.
    /// </summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        if (written.Length > MaxLength)
        {
            return null;
        }

        var (word, distance) = known
            .Select(candidate => (candidate, Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .MinBy(pair => pair.Item2);
        return word is not null && distance <= Math.Min(MaxDistance, word.Length / 2) ? word : null;
    }

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[other.Length];
    }
}
