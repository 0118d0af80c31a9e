namespace EdgeFlow.Experiments.Reporting;

/// <summary>Rows of cells under headings, for people, for spreadsheets, and for documents.</summary>
/// <param name="Head">The headings.</param>
/// <param name="Rows">The rows, as many cells each as there are headings.</param>
public sealed record TextTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Aligned columns, the first to the left, the others to the right.</summary>
    public IEnumerable<string> Lines()
    {
        var widths = Head.Select((h, c) => Rows.Select(r => r[c].Length).Append(h.Length).Max()).ToArray();
        return Rows.Prepend(Head).Select(row => string.Join("  ", row.Select(
            (cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
    }

    /// <summary>Comma-separated values (RFC 4180).</summary>
    public IEnumerable<string> Csv() => Rows.Prepend(Head).Select(row => string.Join(",", row.Select(Quoted)));

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
