namespace EdgeFlow.StageWorker.Stages.Imaging.Png;

/// <summary>
/// Undoes the row filters of PNG (RFC 2083 §6): each byte was stored as a difference from its neighbours.
/// </summary>
internal static class PngFilter
{
    /// <summary>Restores a row in place.</summary>
    /// <param name="filter">The row's filter byte.</param>
    /// <param name="row">The stored row without its filter byte.</param>
    /// <param name="above">The restored row above, or zeros for the first.</param>
    /// <param name="step">Bytes between a sample and the same sample of the pixel to the left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        // Sums wrap round at 256 by design.
        unchecked
        {
            for (var at = 0; at < row.Length; at++)
            {
                var left = at >= step ? row[at - step] : 0;
                var corner = at >= step ? above[at - step] : 0;
                row[at] += (byte)(filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above[at],
                    3 => (left + above[at]) / 2,
                    4 => Paeth(left, above[at], corner),
                    _ => throw PngReader.Bad($"has a row with the unknown filter {filter}"),
                });
            }
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (byLeft, byAbove, byCorner) =
            (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }
}
