namespace EdgeFlow.StageWorker.Stages;

/// <summary>A stage that makes frames instead of changing them: the start of a flow.</summary>
public interface ISourceStage : IStage
{
    /// <summary>
    /// How many different frames it has, for a batch job that takes each once; null when it never ends. A stream may
    /// ask for more: frame k then is frame k modulo this.
    /// </summary>
    long? FrameCount { get; }
}
