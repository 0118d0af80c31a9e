namespace EdgeFlow.Cli.Demo;

/// <summary>
/// How much of a text was read right: 1 − edit distance / length (the character accuracy of OCR evaluations).
/// </summary>
internal static class TextAccuracy
{
    /// <summary>
    /// Edits that turn one text into the other, and the length of the true one. White space does not count.
    /// </summary>
    public static (int Errors, int Length) Compare(string read, string truth)
    {
        var (a, b) = (Normal(read), Normal(truth));
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return (row[b.Length], b.Length);
    }

    private static string Normal(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
