namespace EdgeFlow.Durable.Replay;

/// <summary>
/// Runs the code of a workflow on one thread, one piece after the other, in the order in which the pieces became
/// ready. Continuations find their way here by the synchronization context. What arrives from another thread was
/// awaited outside of the context's reach: it is noted and never run.
/// </summary>
internal sealed class TurnScheduler : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Run, object? State)> _ready = new();
    private volatile int _owner;
    private volatile bool _sawForeign;

    /// <summary>Whether something tried to go on with the workflow from another thread.</summary>
    public bool SawForeign => _sawForeign;

    /// <summary>Whether the caller is the code of the workflow.</summary>
    public bool IsOwner => _owner == Environment.CurrentManagedThreadId;

    /// <summary>Runs a piece of the turn on this thread; an exception of the piece comes out.</summary>
    public void Run(Action piece)
    {
        var outer = Current;
        _owner = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            piece();
        }
        finally
        {
            SetSynchronizationContext(outer);
            _owner = 0;
        }
    }

    /// <summary>Runs everything that is ready; called inside <see cref="Run"/>.</summary>
    public void Drain()
    {
        while (_ready.TryDequeue(out var next))
        {
            next.Run(next.State);
        }
    }

    /// <summary>Notes that the workflow was touched from another thread.</summary>
    public void NoteForeign() => _sawForeign = true;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsOwner)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            NoteForeign();
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsOwner)
        {
            d(state);
        }
        else
        {
            NoteForeign();
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
