namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>Sorts pieces of text as one reads: rows from the top down, each from left to right. Pure.</summary>
internal static class ReadingOrder
{
    // A piece belongs to a row when their middles differ by less than this share of the lower one's height.
    private const double SameRow = 0.5;

    /// <summary>The rows of a page.</summary>
    public static IReadOnlyList<IReadOnlyList<DocumentLine>> Rows(IEnumerable<DocumentLine> lines)
    {
        var rows = new List<List<DocumentLine>>();
        foreach (var line in lines.OrderBy(Middle).ThenBy(Left))
        {
            var row = rows.LastOrDefault();
            if (row is not null && Middle(line) - Middle(row[0]) < SameRow * Math.Min(Height(line), Height(row[0])))
            {
                row.Add(line);
            }
            else
            {
                rows.Add([line]);
            }
        }

        return [.. rows.Select(row => row.OrderBy(Left).ThenBy(Middle).ToArray())];
    }

    private static double Left(DocumentLine line) => line.Box.Min(corner => corner[0]);

    private static double Middle(DocumentLine line) => line.Box.Average(corner => corner[1]);

    // Of the piece itself: a tilted one's bounding box would be higher than its text.
    private static double Height(DocumentLine line) =>
        Math.Sqrt(Square(line.Box[3][0] - line.Box[0][0]) + Square(line.Box[3][1] - line.Box[0][1]));

    private static double Square(double value) => value * value;
}
