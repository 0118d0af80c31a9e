namespace EdgeFlow.Ledger.Branches;

/// <summary>What is due in a branch, by time and then in the order it was noted. Owned by one run.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Due, (DateTimeOffset At, long Order)> queue = new();
    private long order;

    /// <summary>When the next is due; null when nothing is.</summary>
    public DateTimeOffset? Next => queue.TryPeek(out var due, out _) ? due.At : null;

    /// <summary>Notes something.</summary>
    public void Add(Due due) => queue.Enqueue(due, (due.At, order++));

    /// <summary>Takes the next.</summary>
    public Due Take() => queue.Dequeue();
}
