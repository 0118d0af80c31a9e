namespace EdgeFlow.Experiments.Instances;

/// <summary>Which DAGs the jobs are (ents.md §4.1).</summary>
public enum JobShape
{
    /// <summary>The ten modules of the object attribute recognition.</summary>
    Recognition,

    /// <summary>Random layered DAGs of 5 to 20 tasks, so that no conclusion rests on one application.</summary>
    RandomLayers,
}
