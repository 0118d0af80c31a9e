namespace EdgeFlow.Control.Answers;

/// <summary>A thing that was asked for, and whether it was there before.</summary>
/// <typeparam name="T">The thing.</typeparam>
/// <param name="Value">The thing.</param>
/// <param name="IsNew">It did not exist before.</param>
public sealed record Created<T>(T Value, bool IsNew);
