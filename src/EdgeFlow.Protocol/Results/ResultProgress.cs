namespace EdgeFlow.Protocol.Results;

/// <summary>
/// Which frames are done: <c>GET /v1/jobs/{job}/results/progress</c>. A source that starts (again) begins after them.
/// </summary>
/// <param name="DoneBelow">Every frame with a smaller id has its result.</param>
/// <param name="DoneAbove">Further frames that have theirs, ascending; at most 10,000.</param>
public sealed record ResultProgress(long DoneBelow, IReadOnlyList<long> DoneAbove);
