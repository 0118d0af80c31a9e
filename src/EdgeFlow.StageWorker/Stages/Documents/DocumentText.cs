namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>The result for one picture, the JSON part <c>text</c>. Immutable.</summary>
/// <param name="Name">The picture's name, or empty when the source gave none.</param>
/// <param name="Text">
/// All lines in reading order, one a row of the picture; pieces of a row are joined by a space.
/// </param>
/// <param name="Lines">The pieces in reading order.</param>
/// <param name="LeftOut">
/// Pieces that are not in <paramref name="Text"/> because the recogniser was not sure enough.
/// </param>
public sealed record DocumentText(string Name, string Text, IReadOnlyList<DocumentLine> Lines, int LeftOut);
