using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Hosting;

/// <summary>A frame whose inputs are all there, for a runner to work at.</summary>
/// <param name="Id">The frame's id.</param>
/// <param name="Inputs">Its inputs by producing task.</param>
internal sealed record FrameWork(long Id, IReadOnlyDictionary<string, Frame> Inputs)
{
    /// <summary>The earliest capture time that is known; 0 when none is.</summary>
    public long CapturedAtUnixMs => Inputs.Values.Select(frame => frame.CapturedAtUnixMs)
        .Where(at => at > 0).DefaultIfEmpty(0).Min();
}
