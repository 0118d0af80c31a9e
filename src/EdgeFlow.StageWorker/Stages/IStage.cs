using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>
/// What a task does to one frame: the code of a stage, free of transport, epochs and retries. One instance serves one
/// task on
/// one node; <see cref="Run"/> may be called from several threads at once.
/// </summary>
public interface IStage : IDisposable
{
    /// <summary>Computes the output frame for one input frame.</summary>
    /// <param name="inputs">
    /// The input frames by the id of the task that made them (one entry for each of the task's <c>needs</c>, all with
    /// the same
    /// <see cref="Frame.Id"/>). A source stage gets one entry, <c>""</c>, whose frame has the id to produce and no
    /// parts.
    /// </param>
    /// <param name="cancel">Ends the work early when the stage is stopped.</param>
    /// <returns>The output, with the same id and capture time.</returns>
    /// <exception cref="StageException">The input cannot be processed; the stage is unharmed.</exception>
    ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel);
}
