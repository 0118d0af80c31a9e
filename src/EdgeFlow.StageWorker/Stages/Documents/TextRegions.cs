using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// From the probability map of a differentiable-binarisation detector to text boxes (Liao et al., AAAI 2020, §3.4):
/// binarise, take connected areas, fit a rectangle to each, drop the unsure, grow the others. Immutable, safe for
/// concurrent use.
/// </summary>
/// <param name="Threshold">A pixel is text when its probability is above it.</param>
/// <param name="BoxThreshold">A box is kept when the mean probability inside it is at least this.</param>
/// <param name="UnclipRatio">How far a box is grown; see <see cref="OrientedRectangle.Unclipped"/>.</param>
internal sealed record TextRegions(double Threshold, double BoxThreshold, double UnclipRatio)
{
    // Areas with a side below this many map pixels are specks.
    private const double MinSide = 3;

    /// <summary>Boxes in pixels of the map, from its top down.</summary>
    public IReadOnlyList<(Quad Corners, double Score)> Find(ReadOnlySpan<float> map, int width)
    {
        var boxes = new List<(Quad, double)>();
        foreach (var points in Components.Find(map, width, (float)Threshold))
        {
            var rectangle = OrientedRectangle.Around(points);
            if (Math.Min(rectangle.Width, rectangle.Height) < MinSide)
            {
                continue;
            }

            var score = Mean(map, width, rectangle);
            if (score >= BoxThreshold)
            {
                boxes.Add((rectangle.Unclipped(UnclipRatio).Corners(), score));
            }
        }

        return boxes;
    }

    private static double Mean(ReadOnlySpan<float> map, int width, OrientedRectangle rectangle)
    {
        var corners = rectangle.Corners().Corners();
        var (left, right) = Range(corners.Select(corner => corner.X), width);
        var (top, bottom) = Range(corners.Select(corner => corner.Y), map.Length / width);
        var (sum, count) = (0.0, 0);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                if (rectangle.Contains(new Point(x, y)))
                {
                    sum += map[(y * width) + x];
                    count++;
                }
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static (int First, int Last) Range(IEnumerable<double> values, int size)
    {
        var all = values.ToArray();
        var (first, last) = ((int)Math.Floor(all.Min()), (int)Math.Ceiling(all.Max()));
        return (Math.Clamp(first, 0, size - 1), Math.Clamp(last, 0, size - 1));
    }
}
