using System.Collections.Immutable;
using System.Text;

namespace EdgeFlow.Domain.Lifecycles;

/// <summary>
/// A lifecycle as one table of (state, trigger) → state. Everything that is not in the table is not allowed. Immutable;
/// safe for concurrent use.
/// </summary>
/// <typeparam name="TStatus">The states.</typeparam>
/// <typeparam name="TTrigger">What can happen.</typeparam>
public sealed class Lifecycle<TStatus, TTrigger>
    where TStatus : struct, Enum
    where TTrigger : struct, Enum
{
    private readonly ImmutableDictionary<(TStatus? From, TTrigger Trigger), TStatus> _next;

    /// <summary>Makes the table.</summary>
    /// <param name="table">The rows, in the order in which they are printed.</param>
    /// <exception cref="ArgumentException">Two rows answer the same (state, trigger).</exception>
    public Lifecycle(ImmutableArray<Transition<TStatus, TTrigger>> table)
    {
        Table = table;
        _next = table.ToImmutableDictionary(row => (row.From, row.Trigger), row => row.To);
    }

    /// <summary>The rows.</summary>
    public ImmutableArray<Transition<TStatus, TTrigger>> Table { get; }

    /// <summary>The state after the trigger, or null when the table has no such row.</summary>
    public TStatus? Next(TStatus? from, TTrigger trigger) => _next.TryGetValue((from, trigger), out var to) ? to : null;

    /// <summary>Whether the table has a row for it.</summary>
    public bool Allows(TStatus? from, TTrigger trigger) => _next.ContainsKey((from, trigger));

    /// <summary>Whether nothing leads out of the state.</summary>
    public bool IsEnd(TStatus status) => Table.All(row => !Equals(row.From, status));

    /// <summary>The state after a stored event.</summary>
    /// <exception cref="InvalidOperationException">
    /// The history breaks the table: it was not written by the decider.
    /// </exception>
    public TStatus After(TStatus? from, TTrigger trigger, object id) =>
        Next(from, trigger) ?? throw new InvalidOperationException(
            $"The history of '{id}' has '{trigger}' in state '{(from is { } status ? status : "none")}', "
            + $"which the lifecycle of {typeof(TStatus).Name} does not have.");

    /// <summary>The table as a Mermaid state diagram, rows in table order, lines ended by line feeds.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var row in Table)
        {
            text.Append($"    {(row.From is { } from ? from.ToString() : "[*]")} --> {row.To} : {row.Trigger}\n");
        }

        foreach (var status in Enum.GetValues<TStatus>().Where(IsEnd))
        {
            text.Append($"    {status} --> [*]\n");
        }

        return text.ToString();
    }
}
