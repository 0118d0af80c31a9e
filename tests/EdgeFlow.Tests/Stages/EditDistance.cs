namespace EdgeFlow.Tests.Stages;

/// <summary>How much of a text was read right.</summary>
internal static class EditDistance
{
    /// <summary>1 − Levenshtein distance / length of the true text, without white space; never below 0.</summary>
    public static double ShareRight(string truth, string read)
    {
        var (a, b) = (Bare(truth), Bare(read));
        return a.Length == 0 ? 1 : Math.Max(0, 1 - ((double)Between(a, b) / a.Length));
    }

    public static int Between(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }

    private static string Bare(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
