namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>One line that was read. Immutable.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Score">How sure the recogniser is: the mean over its characters, 0 to 1.</param>
public sealed record TextLine(string Text, double Score);
