namespace EdgeFlow.Planning.Search;

/// <summary>What shapes the search of tier 1. All of it is part of the input: other options, other plans.</summary>
public sealed record TierOneOptions
{
    /// <summary>The usual options.</summary>
    public static TierOneOptions Default { get; } = new();

    /// <summary>
    /// Islands that search on their own and exchange their best: as many threads are of use. Their number changes what
    /// is found, the number of cores does not.
    /// </summary>
    public int Islands { get; init; } = 2;

    /// <summary>Counted work of one island between two exchanges.</summary>
    public long RoundWork { get; init; } = 1 << 22;

    /// <summary>
    /// The relative gain of the objective that moving every running task would have to bring; each running task that
    /// moves costs its part of it. A task that could not stay anyway moves free.
    /// </summary>
    public double MigrationCost { get; init; } = 0.05;
}
