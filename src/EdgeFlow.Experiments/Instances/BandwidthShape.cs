namespace EdgeFlow.Experiments.Instances;

/// <summary>How the bandwidth of links is distributed round its mean (ambiguity A28 of ents.md).</summary>
public enum BandwidthShape
{
    /// <summary>Normal, cut off below a tenth of the mean.</summary>
    Normal,

    /// <summary>Uniform with the same deviation, cut off below a tenth of the mean.</summary>
    Uniform,
}
