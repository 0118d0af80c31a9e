using EdgeFlow.Planning.Bandwidth;
using EdgeFlow.Planning.Indexing;

namespace EdgeFlow.Planning.Placement;

/// <summary>
/// What a job that is being embedded sees of the network and of the other jobs: all of both (<see cref="Board"/>), or
/// on a large network what is near (<see cref="Region"/>).
/// </summary>
internal interface ISurroundings
{
    /// <summary>The network seen.</summary>
    IndexedNetwork Network { get; }

    /// <summary>Whether there is more to the network than this.</summary>
    bool IsPart { get; }

    /// <summary>Memory free on each node, in bytes.</summary>
    long[] FreeMemory { get; }

    /// <summary>How full everything is once the others have yielded to a level θ = rate / weight.</summary>
    Congestion Yielding(double level);

    /// <summary>What would come of one job more.</summary>
    /// <param name="job">The job, embedded in the network seen.</param>
    Trial Try(PlacedJob job);
}
