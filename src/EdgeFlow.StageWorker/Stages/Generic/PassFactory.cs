using System.Text.Json;
using EdgeFlow.Protocol.Frames;

namespace EdgeFlow.StageWorker.Stages.Generic;

/// <summary>
/// <c>pass</c>: gives what it takes. The parts of several tasks are put together; their names must differ. No
/// parameters.
/// </summary>
public sealed class PassFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "pass";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        new StageParameters(Kind, parameters).RefuseOthers();
        return new Pass();
    }

    private sealed class Pass : IStage
    {
        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel) =>
            ValueTask.FromResult(StageFrames.Merge(inputs));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
