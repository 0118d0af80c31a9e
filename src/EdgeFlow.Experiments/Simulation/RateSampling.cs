namespace EdgeFlow.Experiments.Simulation;

/// <summary>Which rate of a job counts, where it changes in time (ambiguity A11 of ents.md).</summary>
public enum RateSampling
{
    /// <summary>The mean over the time that it ran.</summary>
    LifeAverage,

    /// <summary>The rate that it got when it was first placed.</summary>
    WhenPlaced,

    /// <summary>The rate at the end of the arrivals.</summary>
    AtEndOfArrivals,
}
