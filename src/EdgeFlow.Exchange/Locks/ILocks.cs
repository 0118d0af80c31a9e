namespace EdgeFlow.Exchange.Locks;

/// <summary>Locks between control planes. They keep those who would only collide from it; what must hold is checked
/// where it is written. Safe for concurrent use.</summary>
public interface ILocks
{
    /// <summary>Takes a lock if nobody holds it.</summary>
    /// <param name="resource">What is locked.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Lets it go when disposed; null when somebody holds it. It goes by itself with its owner.</returns>
    Task<IAsyncDisposable?> TryTake(string resource, CancellationToken cancel);
}
