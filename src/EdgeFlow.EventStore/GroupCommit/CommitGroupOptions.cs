namespace EdgeFlow.EventStore.GroupCommit;

/// <summary>The limits of a <see cref="CommitGroup{TRequest,TResult}"/>. Immutable.</summary>
public sealed record CommitGroupOptions
{
    /// <summary>How many groups may be committing at once. Two hide one group's wait for the disk behind the
    /// other's work; more only makes the groups smaller. At least 1.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>How many requests may wait. A full queue makes <c>Submit</c> wait: nothing is dropped.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>The most requests that one group takes. It bounds the memory and the lock time of a commit.</summary>
    public int MaxGroupSize { get; init; } = 512;

    /// <summary>How long closing waits for accepted requests before the commits in flight are cancelled.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);
}
