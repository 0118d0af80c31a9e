namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>How far the entering variable moves, and what stops it.</summary>
/// <param name="Length">How far, 0 or more.</param>
/// <param name="Row">Row of the basic variable that leaves; -1 when the entering one reaches its other bound.</param>
/// <param name="ToUpper">Whether the leaving variable leaves at its upper bound.</param>
/// <param name="IsUnsafe">Whether the pivot is so small that the inverse should be made anew.</param>
internal readonly record struct SimplexStep(double Length, int Row, bool ToUpper, bool IsUnsafe);
