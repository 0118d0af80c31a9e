namespace EdgeFlow.Planning.Admission.Conflicts;

/// <summary>Kinds of demand, the gentlest to lower first.</summary>
internal enum DemandKind
{
    /// <summary>The required rate.</summary>
    Rate,

    /// <summary>The latency bound.</summary>
    Latency,

    /// <summary>A part of the budget.</summary>
    Budget,

    /// <summary>A task's memory.</summary>
    Memory,

    /// <summary>A task's labels, zones, tolerations or accelerators: other nodes would do.</summary>
    Choice,

    /// <summary>A task's named nodes.</summary>
    Nodes,

    /// <summary>Tasks together or apart.</summary>
    Pairing,

    /// <summary>A task's work.</summary>
    Work,

    /// <summary>What a task needs of others.</summary>
    Needs,
}
