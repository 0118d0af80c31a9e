namespace EdgeFlow.Protocol.Jobs;

/// <summary>What has come out of a job.</summary>
/// <param name="FramesIn">How many frames the source makes in all; null while unknown.</param>
/// <param name="FramesOut">Frames whose result every sink has given.</param>
/// <param name="Errors">Results that tell of an error.</param>
/// <param name="Duplicates">Results that came again and were not stored again.</param>
/// <param name="MeanLatencyMs">Mean time from capture to result; 0 before the first.</param>
/// <param name="MaxLatencyMs">Longest.</param>
/// <param name="Complete">Every frame has its results.</param>
public sealed record ResultStats(
    long? FramesIn, long FramesOut, long Errors, long Duplicates, double MeanLatencyMs, double MaxLatencyMs,
    bool Complete);
