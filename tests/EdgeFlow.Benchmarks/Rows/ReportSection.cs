namespace EdgeFlow.Benchmarks.Rows;

/// <summary>
/// A document in which each command owns a section between two comments. What stands around it, above all why a bar is
/// missed, is written by people and stays.
/// </summary>
internal static class ReportSection
{
    /// <summary>Puts a section in the place of the one of the same name, or at the end.</summary>
    /// <param name="file">The document; it is made when there is none.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="lines">The section.</param>
    public static void Write(string file, string name, IEnumerable<string> lines)
    {
        var (begin, end) = ($"<!-- begin {name}: written by the program -->", $"<!-- end {name} -->");
        var text = File.Exists(file) ? File.ReadAllText(file) : "# Benchmarks\n";
        var section = string.Join('\n', [begin, .. lines, end]);
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        File.WriteAllText(file, from >= 0 && to > from
            ? string.Concat(text.AsSpan(0, from), section, text.AsSpan(to + end.Length))
            : $"{text.TrimEnd()}\n\n{section}\n");
    }
}
