namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>One entry of the JSON part <c>labels</c>. Immutable.</summary>
/// <param name="Class">Number of the class, from 0.</param>
/// <param name="Label">Its name, or its number where no labels were given.</param>
/// <param name="Score">The model's score for it, after softmax if that was asked for.</param>
public sealed record ScoredClass(int Class, string Label, double Score);
