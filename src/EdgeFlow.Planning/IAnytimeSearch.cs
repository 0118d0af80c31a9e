namespace EdgeFlow.Planning;

/// <summary>
/// A search that can be stopped after any amount of counted work. What it has found depends on the snapshot, the seed
/// and <see cref="Work"/> alone, not on how the work was cut into calls nor on the number of cores: a caller with a
/// clock advances it in slices, notes the work, and may repeat the same result later without a clock. Owned by one
/// caller; not thread-safe.
/// </summary>
public interface IAnytimeSearch
{
    /// <summary>Work counted so far.</summary>
    long Work { get; }

    /// <summary>Whether more work cannot change the result (proven, or nothing to search).</summary>
    bool IsExhausted { get; }

    /// <summary>
    /// Works on, by whole rounds, until <see cref="Work"/> has reached a value or nothing is left to do.
    /// </summary>
    /// <param name="until">The value.</param>
    void Advance(long until);

    /// <summary>The best found so far.</summary>
    Proposal Best();
}
