namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>A piece of a document's text with its place. Immutable.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Score">How sure the recogniser is, 0 to 1.</param>
/// <param name="Box">Four corners [x, y] in pixels of the picture.</param>
public sealed record DocumentLine(string Text, double Score, double[][] Box);
