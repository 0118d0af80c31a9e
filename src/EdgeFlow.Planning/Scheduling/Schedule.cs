namespace EdgeFlow.Planning.Scheduling;

/// <summary>Who runs where and when. Immutable.</summary>
/// <param name="Node">Node of each task.</param>
/// <param name="Start">When each task starts, in seconds.</param>
/// <param name="Finish">When it ends.</param>
public sealed record Schedule(
    IReadOnlyList<int> Node, IReadOnlyList<double> Start, IReadOnlyList<double> Finish)
{
    /// <summary>When the last task ends, in seconds; 0 without tasks.</summary>
    public double Makespan { get; } = Finish.DefaultIfEmpty(0).Max();
}
