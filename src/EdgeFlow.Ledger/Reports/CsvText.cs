using System.Globalization;

namespace EdgeFlow.Ledger.Reports;

/// <summary>
/// Comma-separated values as RFC 4180 has them: CRLF, quotes where needed. A text that a spreadsheet would take for a
/// formula gets an apostrophe in front. Pure.
/// </summary>
public static class CsvText
{
    /// <summary>A line with its end.</summary>
    public static string Line(IEnumerable<string> cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

    /// <summary>A cell that is nothing but a text, wherever it is opened.</summary>
    public static string Cell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var safe = text.Length > 0 && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) && !isNumber
            ? $"'{text}"
            : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe
            : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
