using EdgeFlow.Durable.Wire;

namespace EdgeFlow.Sidecar.Orchestration;

/// <summary>What a journal row does to the state when it is folded. The numbers are stored: never renumber.</summary>
internal enum JournalKind : short
{
    /// <summary>
    /// A finished turn: <c>pastEvents</c> go to the history, the first <c>Consumed</c> inbox events leave.
    /// </summary>
    Turn = 1,

    /// <summary>Events that arrived: <c>newEvents</c> go to the inbox.</summary>
    Received = 2,

    /// <summary>
    /// Continue-as-new: the history empties and <c>newEvents</c> become the inbox. Older rows are obsolete.
    /// </summary>
    Restarted = 3,
}

/// <summary>One durable step of one instance. Folding the rows of an instance in order gives its state again.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Consumed">For a turn: how many journaled inbox events it took, from the head.</param>
/// <param name="Data">A serialized <see cref="WorkflowRequest"/> with <c>pastEvents</c> or <c>newEvents</c>.</param>
internal sealed record JournalRow(JournalKind Kind, int Consumed, byte[] Data);
