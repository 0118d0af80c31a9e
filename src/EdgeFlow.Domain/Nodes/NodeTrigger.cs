namespace EdgeFlow.Domain.Nodes;

/// <summary>What can happen to a node.</summary>
public enum NodeTrigger
{
    /// <summary><see cref="NodeRegistered"/> by a new process.</summary>
    Registered,

    /// <summary><see cref="NodeRegistered"/> by the same process, with other properties.</summary>
    Changed,

    /// <summary><see cref="StageProfiled"/>.</summary>
    Profiled,

    /// <summary><see cref="NodeDrained"/>.</summary>
    Drained,

    /// <summary><see cref="NodeLost"/>.</summary>
    Lost,

    /// <summary><see cref="NodeReturned"/>.</summary>
    Returned,

    /// <summary><see cref="NodeLeft"/>.</summary>
    Left,
}
