namespace EdgeFlow.Experiments.Instances;

/// <summary>Where the frames of a job come from (ambiguity A29 of ents.md).</summary>
public enum SourceChoice
{
    /// <summary>A node drawn evenly for each job.</summary>
    Uniform,

    /// <summary>Nodes in a drawn order, each once before any comes again (C4 of ents.md §5.2).</summary>
    Distinct,
}
