namespace EdgeFlow.Benchmarks.Rows;

/// <summary>The table as Markdown, its columns padded so that it reads well on a terminal too.</summary>
internal static class MarkdownTable
{
    private static readonly string[] Head = ["what", "measured", "baseline", "ratio", "must", "met"];

    /// <summary>The lines of the table.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<Row> rows)
    {
        var cells = rows.Select(Cells).Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Length).Select(column => cells.Max(row => row[column].Length)).ToList();
        yield return Line(Head, widths);
        yield return $"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|";
        foreach (var row in cells.Skip(1))
        {
            yield return Line(row, widths);
        }
    }

    private static string[] Cells(Row row) =>
        [row.What, row.Measured, row.Baseline, row.Ratio, row.Must, Word(row.Verdict)];

    private static string Line(string[] cells, List<int> widths) =>
        $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Met => "yes",
        Verdict.Missed => "NO",
        Verdict.Printed => "–",
        _ => "skipped",
    };
}
