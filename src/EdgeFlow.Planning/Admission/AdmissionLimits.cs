namespace EdgeFlow.Planning.Admission;

/// <summary>How hard to search for a place for one request, and what to refuse. Immutable.</summary>
public sealed record AdmissionLimits
{
    /// <summary>What is used where nothing else is said.</summary>
    public static AdmissionLimits Default { get; } = new();

    /// <summary>Work (arcs looked at) after which the search for one request ends.</summary>
    public long Work { get; init; } = 40_000;

    /// <summary>Nodes that the first group is tried on, once an embedding is found.</summary>
    public int Starts { get; init; } = 8;

    /// <summary>
    /// Nodes that a tree of paths settles, the nearest first; the whole network only when there none will do.
    /// </summary>
    public int Near { get; init; } = 32;

    /// <summary>Nodes that a group is tried on before it counts as having no place.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Most groups taken out at a time.</summary>
    public int MostTaken { get; init; } = 4;

    /// <summary>Rounds without gain after which a request is left alone, for each of its groups.</summary>
    public int IdleRounds { get; init; } = 8;

    /// <summary>
    /// Scarcity β beyond which a request is refused that would have a place; infinity to refuse none of those. See
    /// <see cref="OpportunityCost"/>.
    /// </summary>
    public double Scarcity { get; init; } = 0.6;
}
