using EdgeFlow.Protocol.Directives;

namespace EdgeFlow.Control.Runs;

/// <summary>One task in a turn of a batch job.</summary>
/// <param name="Node">Where it runs, or where its output is.</param>
/// <param name="Address">That node's base address.</param>
/// <param name="Directive">The next attempt, still without inputs.</param>
/// <param name="Needs">The outputs that it reads.</param>
/// <param name="Output">Its output when it need not run again; null otherwise.</param>
public sealed record TaskTurn(
    string Node, string Address, TaskDirective Directive, IReadOnlyList<TaskNeed> Needs, TaskOutput? Output)
{
    /// <summary>Asks whether an output that is kept of an earlier run is still what the task would compute; null where
    /// nothing is to be asked.</summary>
    public KeptDirective? Check { get; init; }

    /// <summary>The task's id.</summary>
    public string Task => Directive.Task;
}
