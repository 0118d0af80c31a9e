namespace EdgeFlow.Protocol.Nodes;

/// <summary>Counters of one hosted stage.</summary>
/// <param name="Job">The job.</param>
/// <param name="Task">The task.</param>
/// <param name="Epoch">The epoch it is hosted under.</param>
/// <param name="FramesIn">Frames accepted.</param>
/// <param name="FramesOut">Frames completed (acknowledged to its producers).</param>
/// <param name="Errors">Frames that ended in an error result.</param>
/// <param name="Queued">Frames waiting now.</param>
/// <param name="Unacknowledged">Output frames kept until their consumers acknowledge them.</param>
/// <param name="RatePerSecond">Frames completed a second over the last few seconds.</param>
/// <param name="BytesOut">Bytes sent to other nodes.</param>
/// <param name="BusyMs">Time spent computing.</param>
public sealed record StageCounters(
    string Job, string Task, int Epoch, long FramesIn, long FramesOut, long Errors, int Queued, int Unacknowledged,
    double RatePerSecond, long BytesOut, double BusyMs)
{
    /// <summary>Names the hosting: a stage that is made anew counts from 0 under another name. Null from nodes that do
    /// not say.</summary>
    public string? Instance { get; init; }

    /// <summary>Bytes sent to other nodes, by consuming task; null from nodes that do not say.</summary>
    public IReadOnlyList<FlowCounter>? Flows { get; init; }

    /// <summary>What an attempt at a batch task used that came to nothing: it is no hosted stage, and its other
    /// counters are 0. Null for a hosted stage.</summary>
    public LostAttempt? Lost { get; init; }
}
