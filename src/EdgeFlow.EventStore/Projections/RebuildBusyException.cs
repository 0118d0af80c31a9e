namespace EdgeFlow.EventStore.Projections;

/// <summary>Another rebuild is at work on this database.</summary>
public sealed class RebuildBusyException : Exception
{
    /// <summary>Makes the exception.</summary>
    public RebuildBusyException()
        : base("Another rebuild is at work on this database.")
    {
    }
}
