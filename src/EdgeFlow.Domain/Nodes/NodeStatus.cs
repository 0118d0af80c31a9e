namespace EdgeFlow.Domain.Nodes;

/// <summary>Where a node is in its life: <see cref="NodeLifecycle"/>.</summary>
public enum NodeStatus
{
    /// <summary>It never registered.</summary>
    Unknown,

    /// <summary>It may host stages.</summary>
    Ready,

    /// <summary>It hosts what it has until that is handed over; nothing new.</summary>
    Draining,

    /// <summary>Its lease ran out; it may come back.</summary>
    Lost,

    /// <summary>It said good-bye; only a new process may take its name.</summary>
    Left,
}
