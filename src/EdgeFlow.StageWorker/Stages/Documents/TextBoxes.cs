namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>The JSON part <c>boxes</c>: where text was found. Box k belongs to part <c>crop-k</c>. Immutable.</summary>
/// <param name="Width">Width of the picture, in pixels.</param>
/// <param name="Height">Height of the picture, in pixels.</param>
/// <param name="Boxes">The lines found, from the top of the picture down.</param>
/// <param name="LeftOut">Lines found beyond the limit, the least sure ones.</param>
public sealed record TextBoxes(int Width, int Height, IReadOnlyList<TextBox> Boxes, int LeftOut);
