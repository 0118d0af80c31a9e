namespace EdgeFlow.EventStore.Appending;

/// <summary>What became of an append: one of the three cases below.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>The events are stored.</summary>
    /// <param name="Streams">Where they stand, in the order of the request.</param>
    public sealed record Appended(IReadOnlyList<AppendedStream> Streams) : AppendResult;

    /// <summary>A stream was not as expected. Nothing was stored; reload and decide again.</summary>
    /// <param name="StreamId">The first stream that was not.</param>
    /// <param name="Expected">What was expected.</param>
    /// <param name="ActualVersion">Its version; 0 if it does not exist.</param>
    public sealed record Conflict(string StreamId, ExpectedVersion Expected, long ActualVersion) : AppendResult;

    /// <summary>The command id was seen before. Nothing more was stored.</summary>
    /// <param name="Streams">Where the first one's events stand.</param>
    public sealed record AlreadyDone(IReadOnlyList<AppendedStream> Streams) : AppendResult;
}
