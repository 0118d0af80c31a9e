using System.Text.Json.Serialization;
using EdgeFlow.StageWorker.Stages.Imaging;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>One line of text that was found in a picture. Immutable.</summary>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="Corners">
/// Four corners [x, y] in pixels of the picture, clockwise from the one that is its top left when read.
/// </param>
public sealed record TextBox(double Score, double[][] Corners)
{
    /// <summary>The corners as a patch.</summary>
    /// <exception cref="StageException">There are not four of them, with finite x and y each.</exception>
    [JsonIgnore]
    public Quad Quad => Corners is { Length: 4 } && Corners.All(corner => corner is [var x, var y]
        && double.IsFinite(x) && double.IsFinite(y))
        ? new Quad(At(0), At(1), At(2), At(3))
        : throw new StageException("BadInput", "A text box needs four corners [x, y].");

    /// <summary>A box over a patch; coordinates are kept to a tenth of a pixel.</summary>
    public static TextBox Of(Quad quad, double score) => new(Math.Round(score, 4),
        [.. quad.Corners().Select(corner => new[] { Math.Round(corner.X, 1), Math.Round(corner.Y, 1) })]);

    private Point At(int corner) => new(Corners[corner][0], Corners[corner][1]);
}
